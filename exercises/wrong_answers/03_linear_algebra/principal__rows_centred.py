"""You subtracted the mean of each row; each column must lose its own."""


def principal(X, k):
    C = X - X.mean(axis=1, keepdims=True)
    _, S, Vh = np.linalg.svd(C, full_matrices=False)
    return Vh[:k], S[:k] ** 2 / (len(X) - 1)
