"""You average over the batch, although nothing in y = x @ w.T + b divides; contributions of the rows are added."""


def linear_vjp(g, x, w, b):
    return g @ w, g.T @ x, g.mean(axis=0) if len(g) else np.zeros(len(b))
