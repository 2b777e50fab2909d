"""You left A and its transpose where they stood in Y; in the adjoint of X they change."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return -Y.T @ G @ Y.T


def sandwich_vjp(A, X, G):
    return G @ A @ X.T + G.T @ A @ X, A @ G @ A.T if A.shape[0] == A.shape[1] else A.T @ G @ A
