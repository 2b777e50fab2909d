"""You sum over the whole batch; each row is a softmax of its own and has its own sum."""


def vjp_of_softmax(x, v):
    e = np.exp(x - x.max())
    y = e / e.sum(axis=-1, keepdims=True)
    return y * (v - (v * y).sum())


def vjp_of_cumsum(v):
    return v[..., ::-1].cumsum(axis=-1)[..., ::-1]
