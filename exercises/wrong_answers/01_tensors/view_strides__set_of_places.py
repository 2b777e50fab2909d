"""You ask which places are read and not in which order; a view reads them in the same order."""


def contiguous_strides(shape):
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def view_strides(shape, strides, new_shape):
    places = sorted(sum(i * s for i, s in zip(index, strides)) for index in product(*map(range, shape)))
    step = places[1] - places[0] if len(places) > 1 else 1
    if places != [k * step for k in range(len(places))]:
        return None
    return tuple(step * s for s in contiguous_strides(new_shape))
