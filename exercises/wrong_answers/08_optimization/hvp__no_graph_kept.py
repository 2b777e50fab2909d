"""You threw the graph of the first gradient away; the second needs it."""


def hvp(lib, f, x, u):
    x = x.detach().requires_grad_()
    (g,) = lib.autograd.grad(f(x), x)
    return lib.autograd.grad((g * u).sum(), x)[0]


def steepest(product, start, times):
    u = start
    for _ in range(times):
        u = product(u)
        u = u / np.linalg.norm(u)
    return (u @ product(u)) / (u @ u)
