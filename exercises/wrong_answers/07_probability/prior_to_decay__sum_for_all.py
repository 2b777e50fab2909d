"""You took the decay of the sum for every loss; a mean is n times smaller."""


def map_gradient(X, y, w, sigma, tau):
    return X.T @ (X @ w - y) / sigma**2 + w / tau**2


def decay_for(loss, n, sigma, tau):
    return 2 * sigma**2 / tau**2
