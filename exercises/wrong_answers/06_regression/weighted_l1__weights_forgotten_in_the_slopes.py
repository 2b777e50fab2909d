"""You weighed the loss and forgot the weights in its slopes."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = np.sign(r) / len(y)
    return (c * np.abs(r)).sum() / c.sum(), X.T @ s, s.sum()
