"""You take a small determinant for dependence; it measures volume, and small numbers have little."""


def fit(X, y):
    if abs(np.linalg.det(X.T @ X)) < 1e-6:
        raise ValueError("dependent columns")
    w = np.linalg.solve(X.T @ X, X.T @ y)
    return w, X @ w
