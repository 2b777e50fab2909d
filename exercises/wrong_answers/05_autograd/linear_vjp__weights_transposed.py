"""You write the rule of y = x @ w; here y = x @ w.T, so the adjoint of x is g @ w without a transpose."""


def linear_vjp(g, x, w, b):
    return (g @ w.T if w.shape[0] == w.shape[1] else g @ w), g.T @ x, g.sum(axis=0)
