"""You treated half of the mean as the mean."""


def map_gradient(X, y, w, sigma, tau):
    return X.T @ (X @ w - y) / sigma**2 + w / tau**2


def decay_for(loss, n, sigma, tau):
    part = {"sum": 2, "mean": 2 / n, "half mean": 2 / n}[loss]
    return part * sigma**2 / tau**2
