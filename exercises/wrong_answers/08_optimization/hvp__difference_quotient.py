"""You took a difference of two gradients, which calls f twice and is not exact."""


def hvp(lib, f, x, u):
    def slope(p):
        p = p.detach().requires_grad_()
        return lib.autograd.grad(f(p), p)[0]

    return (slope(x + 1e-5 * u) - slope(x - 1e-5 * u)) / 2e-5


def steepest(product, start, times):
    u = start
    for _ in range(times):
        u = product(u)
        u = u / np.linalg.norm(u)
    return (u @ product(u)) / (u @ u)
