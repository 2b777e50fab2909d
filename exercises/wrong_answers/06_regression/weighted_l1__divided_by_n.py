"""You divided by the number of points where the sum of the weights belongs."""


def weighted_l1(X, y, c, w, b):
    r = X @ w + b - y
    s = c * np.sign(r) / len(y)
    return (c * np.abs(r)).sum() / len(y), X.T @ s, s.sum()
