"""You transposed G in the adjoint of X; it stands as it is."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return -Y.T @ G @ Y.T


def sandwich_vjp(A, X, G):
    return G @ A @ X.T + G.T @ A @ X, A.T @ G.T @ A
