"""You doubled the part of the first A; that is right only where X and G are symmetric."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return -Y.T @ G @ Y.T


def sandwich_vjp(A, X, G):
    return 2 * G @ A @ X.T, A.T @ G @ A
