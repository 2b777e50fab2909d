"""You let a 1 in the second shape be stretched and not one in the first; the rule is the same for both."""


def broadcast_shape(a, b):
    axes = max(len(a), len(b))
    a, b = (1,) * (axes - len(a)) + a, (1,) * (axes - len(b)) + b
    shape = [0] * axes
    for axis in reversed(range(axes)):
        m, n = a[axis], b[axis]
        if m != n and n != 1:
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axis}"
            )
        shape[axis] = m
    return tuple(shape)
