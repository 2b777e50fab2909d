"""You moved the caller's X so that its columns have the mean 0; the slopes are asked at the points as they are."""


def weighted_l1(X, y, c, w, b):
    X -= X.mean(axis=0)
    r = X @ w + b - y
    s = c * np.sign(r) / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, s.sum()
