"""You gave the absolute value the slope 1 at 0."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = c * np.where(r >= 0, 1, -1) / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, s.sum()
