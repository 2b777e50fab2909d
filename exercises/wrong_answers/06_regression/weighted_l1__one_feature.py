"""You used the first feature alone in the slope by w."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = c * np.sign(r) / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), np.array([X[:, 0] @ s]), s.sum()
