"""You subtracted the mean in the table that was handed in; the caller loses the data."""


def principal(X, k):
    X -= X.mean(axis=0)
    _, S, Vh = np.linalg.svd(X, full_matrices=False)
    return Vh[:k], S[:k] ** 2 / (len(X) - 1)
