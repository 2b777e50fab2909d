"""You let a valley without bottom have a negative edge; there no rate is too large."""


def edge(f, x, beta=0.0):
    c = np.linalg.eigvalsh(hg.func.hessian(f)(hg.tensor(x)).numpy())
    return 2 * (1 + beta) / c[-1]


def fit_edge(X):
    return len(X) / np.linalg.eigvalsh(X.T @ X)[-1]
