"""You treat softmax as an entrywise function and use y * (1 - y); each score moves every output of its row."""


def vjp_of_softmax(x, v):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True)
    return v * y * (1 - y)


def vjp_of_cumsum(v):
    return v[..., ::-1].cumsum(axis=-1)[..., ::-1]
