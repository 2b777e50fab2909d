"""You put both factors on one side of G; one stands to the left of the step and one to the right."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return -G @ Y.T @ Y.T


def sandwich_vjp(A, X, G):
    return G @ A @ X.T + G.T @ A @ X, A.T @ G @ A
