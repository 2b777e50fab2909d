"""You transposed X in the wrong one of the two parts."""


def inverse_vjp(A, G):
    Y = np.linalg.inv(A)
    return -Y.T @ G @ Y.T


def sandwich_vjp(A, X, G):
    return G @ A @ X + G.T @ A @ X.T, A.T @ G @ A
