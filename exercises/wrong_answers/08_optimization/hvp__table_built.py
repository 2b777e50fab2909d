"""You built the whole table to multiply it with one vector."""


def hvp(lib, f, x, u):
    return lib.func.hessian(f)(x.detach()) @ u


def steepest(product, start, times):
    u = start
    for _ in range(times):
        u = product(u)
        u = u / np.linalg.norm(u)
    return (u @ product(u)) / (u @ u)
