"""You take the larger of two lengths; a 1 takes the other length, and that may be 0."""


def broadcast_shape(a, b):
    axes = max(len(a), len(b))
    a, b = (1,) * (axes - len(a)) + a, (1,) * (axes - len(b)) + b
    shape = [0] * axes
    for axis in reversed(range(axes)):
        m, n = a[axis], b[axis]
        if m != n and 1 not in (m, n):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axis}"
            )
        shape[axis] = max(m, n)
    return tuple(shape)
