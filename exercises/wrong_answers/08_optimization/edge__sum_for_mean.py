"""You gave the edge of the sum; the mean divides by the number of rows."""


def edge(f, x, beta=0.0):
    c = np.linalg.eigvalsh(hg.func.hessian(f)(hg.tensor(x)).numpy())
    return 2 * (1 + beta) / c[-1] if c[-1] > 0 else float("inf")


def fit_edge(X):
    return 1 / np.linalg.eigvalsh(X.T @ X)[-1]
