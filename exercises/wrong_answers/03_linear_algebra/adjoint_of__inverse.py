"""You undid the map; the transpose undoes it only for turns and mirrors."""


def adjoint_of(f, n, m):
    A = np.stack([f(e) for e in np.eye(n)], axis=1)
    return np.linalg.pinv(A)
