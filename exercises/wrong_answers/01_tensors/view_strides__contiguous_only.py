"""You ask whether the tensor is contiguous; a view needs only that some strides read the same places."""


def contiguous_strides(shape):
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def view_strides(shape, strides, new_shape):
    if tuple(strides) == contiguous_strides(shape):
        return contiguous_strides(new_shape)
    return None
