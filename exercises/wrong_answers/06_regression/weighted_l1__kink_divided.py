"""You divided the residual by its size, which is 0 over 0 at the kink."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = c * r / np.abs(r) / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, s.sum()
