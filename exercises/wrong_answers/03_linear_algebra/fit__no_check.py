"""You solve without a look at the rank; rounding hides that the columns are dependent."""


def fit(X, y):
    w = np.linalg.solve(X.T @ X, X.T @ y)
    return w, X @ w
