"""You compare the strides of all neighbouring axes; an axis of length 1 is never walked along, and its stride says nothing."""


def contiguous_strides(shape):
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def view_strides(shape, strides, new_shape):
    for k in range(len(shape) - 1):
        if 1 in shape[k : k + 2] and strides[k] != shape[k + 1] * strides[k + 1]:
            return None

    def read(shape, strides):
        return [sum(i * s for i, s in zip(index, strides)) for index in product(*map(range, shape))]

    places, steps = read(shape, strides), contiguous_strides(new_shape)
    new = tuple(places[k] - places[0] if n > 1 else 0 for k, n in zip(steps, new_shape))
    return new if read(new_shape, new) == places else None
