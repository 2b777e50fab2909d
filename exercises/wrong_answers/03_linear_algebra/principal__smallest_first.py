"""You took the first columns of eigh; the smallest eigenvalues come first."""


def principal(X, k):
    values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(X.T)))
    return vectors.T[:k], values[:k]
