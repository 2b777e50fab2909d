"""You take the strides of a fresh tensor of the new shape; what is read depends on the old strides too."""


def contiguous_strides(shape):
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def view_strides(shape, strides, new_shape):
    return contiguous_strides(new_shape)
