"""You took target minus prediction in the slopes."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = -c * np.sign(r) / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, s.sum()
