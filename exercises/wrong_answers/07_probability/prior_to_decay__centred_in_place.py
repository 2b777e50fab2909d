"""You moved the caller's y so that its mean is 0; the model has no intercept that could take this back."""


def map_gradient(X, y, w, sigma, tau):
    y -= y.mean()
    return X.T @ (X @ w - y) / sigma**2 + w / tau**2


def decay_for(loss, n, sigma, tau):
    factor = {"sum": 2 * sigma**2, "mean": 2 * sigma**2 / n, "half mean": sigma**2 / n}[loss]
    return factor / tau**2
