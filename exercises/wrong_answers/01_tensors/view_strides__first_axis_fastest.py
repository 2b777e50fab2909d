"""You multiply the lengths from the left; in torch the last axis is the fastest, so a stride is the product of the lengths to its right."""


def contiguous_strides(shape):
    return tuple(math.prod(shape[:axis]) for axis in range(len(shape)))


def view_strides(shape, strides, new_shape):
    def read(shape, strides):
        return [sum(i * s for i, s in zip(index, strides)) for index in product(*map(range, shape))]

    places, steps = read(shape, strides), contiguous_strides(new_shape)
    new = tuple(places[k] - places[0] if n > 1 else 0 for k, n in zip(steps, new_shape))
    return new if read(new_shape, new) == places else None
