"""You stopped at the slope along u, which is one gradient."""


def hvp(lib, f, x, u):
    x = x.detach().requires_grad_()
    (g,) = lib.autograd.grad(f(x), x, create_graph=True)
    return (g * u).sum()


def steepest(product, start, times):
    u = start
    for _ in range(times):
        u = product(u)
        u = u / np.linalg.norm(u)
    return (u @ product(u)) / (u @ u)
