"""You look for the axes of g whose length is missing in the shape; a square array has the same length twice, so position decides."""


def sum_to(g, shape):
    if len(shape) < g.ndim:
        gone = [axis for axis, length in enumerate(g.shape) if length not in shape]
        return g.sum(axis=tuple(gone)).reshape(shape)
    axes = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return g.sum(axis=axes, keepdims=True)
