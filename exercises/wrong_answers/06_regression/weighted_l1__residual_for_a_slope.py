"""You took the residual for the slope of its absolute value."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = c * r / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, s.sum()
