"""You gave the curvature of the direction before the last."""


def hvp(lib, f, x, u):
    x = x.detach().requires_grad_()
    (g,) = lib.autograd.grad(f(x), x, create_graph=True)
    return lib.autograd.grad((g * u).sum(), x)[0]


def steepest(product, start, times):
    u = start
    for _ in range(times):
        v, u = u, product(u)
        u = u / np.linalg.norm(u)
    return (v @ product(v)) / (v @ v) if times else (u @ product(u)) / (u @ u)
