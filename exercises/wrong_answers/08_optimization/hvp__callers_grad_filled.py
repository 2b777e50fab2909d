"""You called backward, which leaves a gradient in the caller's tensor."""


def hvp(lib, f, x, u):
    tracked = x.requires_grad
    x.requires_grad_()
    (g,) = lib.autograd.grad(f(x), x, create_graph=True)
    (g * u).sum().backward()
    result = x.grad.clone()
    if not tracked:
        x.requires_grad_(False)
    return result


def steepest(product, start, times):
    u = start
    for _ in range(times):
        u = product(u)
        u = u / np.linalg.norm(u)
    return (u @ product(u)) / (u @ u)
