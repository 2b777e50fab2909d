"""You leave out the product of X with itself; it is the identity for orthonormal columns only."""


def fit(X, y):
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError("dependent columns")
    w = X.T @ y
    return w, X @ w
