"""You wrote y - Xw; the data then push the weights away."""


def map_gradient(X, y, w, sigma, tau):
    return X.T @ (y - X @ w) / sigma**2 + w / tau**2


def decay_for(loss, n, sigma, tau):
    part = {"sum": 2, "mean": 2 / n, "half mean": 1 / n}[loss]
    return part * sigma**2 / tau**2
