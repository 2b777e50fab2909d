"""You compare the rank with the shorter side; more columns than rows are dependent, too."""


def fit(X, y):
    if np.linalg.matrix_rank(X) < min(X.shape):
        raise ValueError("dependent columns")
    w = X.T @ np.linalg.solve(X @ X.T, y) if X.shape[0] < X.shape[1] else np.linalg.solve(X.T @ X, X.T @ y)
    return w, X @ w
