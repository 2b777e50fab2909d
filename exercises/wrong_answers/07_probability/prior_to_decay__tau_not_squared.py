"""You divided by tau; the variance of the prior is its square."""


def map_gradient(X, y, w, sigma, tau):
    return X.T @ (X @ w - y) / sigma**2 + w / tau


def decay_for(loss, n, sigma, tau):
    part = {"sum": 2, "mean": 2 / n, "half mean": 1 / n}[loss]
    return part * sigma**2 / tau
