"""You count the dimension from the right end; it is an axis of the longer shape, counted from 0 at the left."""


def broadcast_shape(a, b):
    axes = max(len(a), len(b))
    a, b = (1,) * (axes - len(a)) + a, (1,) * (axes - len(b)) + b
    shape = [0] * axes
    for axis in reversed(range(axes)):
        m, n = a[axis], b[axis]
        if m != n and 1 not in (m, n):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axes - 1 - axis}"
            )
        shape[axis] = n if m == 1 else m
    return tuple(shape)
