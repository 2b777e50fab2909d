"""You took the steepest row; the loss is a mean over all rows."""


def edge(f, x, beta=0.0):
    c = np.linalg.eigvalsh(hg.func.hessian(f)(hg.tensor(x)).numpy())
    return 2 * (1 + beta) / c[-1] if c[-1] > 0 else float("inf")


def fit_edge(X):
    return 1 / (X**2).sum(axis=1).max()
