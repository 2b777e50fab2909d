"""You project on each column by itself; that is right only for orthogonal columns."""


def fit(X, y):
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError("dependent columns")
    w = X.T @ y / (X**2).sum(axis=0)
    return w, X @ w
