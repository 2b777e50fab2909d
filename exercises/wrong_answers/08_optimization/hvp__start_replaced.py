"""You wrote a direction of your own over start; which curvature comes out after a few products depends on it."""


def hvp(lib, f, x, u):
    x = x.detach().requires_grad_()
    (g,) = lib.autograd.grad(f(x), x, create_graph=True)
    return lib.autograd.grad((g * u).sum(), x)[0]


def steepest(product, start, times):
    start[:] = 1.0
    u = start
    for _ in range(times):
        u = product(u)
        u = u / np.linalg.norm(u)
    return (u @ product(u)) / (u @ u)
