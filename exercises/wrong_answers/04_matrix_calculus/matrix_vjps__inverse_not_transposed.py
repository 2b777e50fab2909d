"""You left the factors as they are; one that crosses to the other side becomes its transpose."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return -Y @ G @ Y


def sandwich_vjp(A, X, G):
    return G @ A @ X.T + G.T @ A @ X, A.T @ G @ A
