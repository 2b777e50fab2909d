"""You sum from the other end and leave the result turned round; the adjoint stands in the order of the inputs."""


def vjp_of_softmax(x, v):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True)
    return y * (v - (v * y).sum(axis=-1, keepdims=True))


def vjp_of_cumsum(v):
    return v[..., ::-1].cumsum(axis=-1)
