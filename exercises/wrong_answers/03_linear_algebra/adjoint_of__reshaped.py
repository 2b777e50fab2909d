"""You reshaped to get the shape right; that does not swap rows and columns."""


def adjoint_of(f, n, m):
    A = np.stack([f(e) for e in np.eye(n)], axis=1)
    return A.reshape(n, m)
