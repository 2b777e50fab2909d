"""You noted which entries are used and not how much of each."""


def adjoint_of(f, n, m):
    return np.stack([(np.array(f(e)) != 0).astype(float) for e in np.eye(n)])
