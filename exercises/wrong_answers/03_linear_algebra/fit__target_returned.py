"""You take the fit for exact and return y; it lies beside the span of the columns."""


def fit(X, y):
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError("dependent columns")
    w = np.linalg.solve(X.T @ X, X.T @ y)
    return w, y
