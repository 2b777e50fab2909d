"""You took columns of the transposed factor; its rows are the directions."""


def principal(X, k):
    C = X - X.mean(axis=0)
    _, S, Vh = np.linalg.svd(C)
    return Vh.T[:k], S[:k] ** 2 / (len(X) - 1)
