"""You never divided by the length; large curvatures overflow and small ones vanish."""


def hvp(lib, f, x, u):
    x = x.detach().requires_grad_()
    (g,) = lib.autograd.grad(f(x), x, create_graph=True)
    return lib.autograd.grad((g * u).sum(), x)[0]


def steepest(product, start, times):
    u = start
    for _ in range(times):
        u = product(u)
    return (u @ product(u)) / (u @ u)
