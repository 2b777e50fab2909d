"""You subtract the largest score of the whole batch; a row far below it then has nothing but zeros and divides 0 by 0."""


def vjp_of_softmax(x, v):
    e = np.exp(x - x.max())
    y = e / e.sum(axis=-1, keepdims=True)
    return y * (v - (v * y).sum(axis=-1, keepdims=True))


def vjp_of_cumsum(v):
    return v[..., ::-1].cumsum(axis=-1)[..., ::-1]
