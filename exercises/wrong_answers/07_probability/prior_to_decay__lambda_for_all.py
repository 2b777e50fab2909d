"""You gave lambda for every loss; weight decay adds c w, and each loss has its own factor."""


def map_gradient(X, y, w, sigma, tau):
    return X.T @ (X @ w - y) / sigma**2 + w / tau**2


def decay_for(loss, n, sigma, tau):
    return sigma**2 / tau**2
