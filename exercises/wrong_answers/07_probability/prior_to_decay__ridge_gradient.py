"""You gave the gradient of the ridge objective; it is a multiple, with the same minimum."""


def map_gradient(X, y, w, sigma, tau):
    return 2 * X.T @ (X @ w - y) + 2 * sigma**2 / tau**2 * w


def decay_for(loss, n, sigma, tau):
    part = {"sum": 2, "mean": 2 / n, "half mean": 1 / n}[loss]
    return part * sigma**2 / tau**2
