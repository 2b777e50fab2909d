"""You sum stretched axes away; an axis that had length 1 before broadcasting stays, with length 1."""


def sum_to(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g.sum(axis=tuple(axis for axis, length in enumerate(shape) if length == 1))
