"""You divided by n; the variance here has n - 1."""


def principal(X, k):
    C = X - X.mean(axis=0)
    _, S, Vh = np.linalg.svd(C, full_matrices=False)
    return Vh[:k], S[:k] ** 2 / len(X)
