"""You lost the sign; when A grows, its inverse shrinks."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return Y.T @ G @ Y.T


def sandwich_vjp(A, X, G):
    return G @ A @ X.T + G.T @ A @ X, A.T @ G @ A
