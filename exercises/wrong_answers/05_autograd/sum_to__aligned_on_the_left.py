"""You line shapes up at the left end; broadcasting lines them up at the right, so the missing axes are the first ones."""


def sum_to(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=-1)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g
