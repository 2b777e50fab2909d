"""You take exp of the scores as they are; exp(1000) is infinite, and softmax is the same after the largest score is subtracted."""


def vjp_of_softmax(x, v):
    e = np.exp(x)
    y = e / e.sum(axis=-1, keepdims=True)
    return y * (v - (v * y).sum(axis=-1, keepdims=True))


def vjp_of_cumsum(v):
    return v[..., ::-1].cumsum(axis=-1)[..., ::-1]
