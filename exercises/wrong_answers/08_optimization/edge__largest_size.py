"""You took the curvature of largest size; one that bends downward sets no limit."""


def edge(f, x, beta=0.0):
    c = np.linalg.eigvalsh(hg.func.hessian(f)(hg.tensor(x)).numpy())
    return 2 * (1 + beta) / abs(c).max() if c[-1] > 0 else float("inf")


def fit_edge(X):
    return len(X) / np.linalg.eigvalsh(X.T @ X)[-1]
