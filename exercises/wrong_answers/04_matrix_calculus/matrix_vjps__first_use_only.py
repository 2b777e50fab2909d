"""You moved the first A only; the second one sends a part, too."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return -Y.T @ G @ Y.T


def sandwich_vjp(A, X, G):
    return G @ A @ X.T, A.T @ G @ A
