"""You took the largest entry of the diagonal; between the axes it may be steeper."""


def edge(f, x, beta=0.0):
    c = np.sort(np.diag(hg.func.hessian(f)(hg.tensor(x)).numpy()))
    return 2 * (1 + beta) / c[-1] if c[-1] > 0 else float("inf")


def fit_edge(X):
    return len(X) / np.linalg.eigvalsh(X.T @ X)[-1]
