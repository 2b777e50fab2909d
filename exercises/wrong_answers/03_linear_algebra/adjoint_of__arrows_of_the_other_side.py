"""You put in unit arrows of the side where the map ends; they have the wrong length."""


def adjoint_of(f, n, m):
    return np.stack([f(e) for e in np.eye(m)], axis=1)
