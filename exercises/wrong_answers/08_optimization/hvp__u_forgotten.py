"""You differentiated the sum of the gradient; that is the product with ones."""


def hvp(lib, f, x, u):
    x = x.detach().requires_grad_()
    (g,) = lib.autograd.grad(f(x), x, create_graph=True)
    return lib.autograd.grad(g.sum(), x)[0]


def steepest(product, start, times):
    u = start
    for _ in range(times):
        u = product(u)
        u = u / np.linalg.norm(u)
    return (u @ product(u)) / (u @ u)
