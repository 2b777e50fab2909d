"""You let torch look for the view; the question is how it decides, in plain Python."""


def contiguous_strides(shape):
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def view_strides(shape, strides, new_shape):
    try:
        return torch.empty_strided(shape, strides).view(new_shape).stride()
    except RuntimeError:
        return None
