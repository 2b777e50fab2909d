"""You gave the bias the mean of the signs, without the weights."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = c * np.sign(r) / c.sum()
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, np.sign(r).mean()
