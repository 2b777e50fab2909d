"""You handed the map all unit arrows at once; it takes one vector."""


def adjoint_of(f, n, m):
    return np.array(f(np.eye(n))).T
