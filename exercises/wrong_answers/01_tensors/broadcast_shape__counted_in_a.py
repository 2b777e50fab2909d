"""You count the dimension in the first shape; where the second is longer, it is an axis of the second."""


def broadcast_shape(a, b):
    own = len(a)
    axes = max(len(a), len(b))
    a, b = (1,) * (axes - len(a)) + a, (1,) * (axes - len(b)) + b
    shape = [0] * axes
    for axis in reversed(range(axes)):
        m, n = a[axis], b[axis]
        if m != n and 1 not in (m, n):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axis - axes + own}"
            )
        shape[axis] = n if m == 1 else m
    return tuple(shape)
