"""You kept the slope 2r of the squared error."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = 2 * c * r / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, s.sum()
