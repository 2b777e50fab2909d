"""You add missing axes at the right end; they are added in front, so that the last axes meet."""


def broadcast_shape(a, b):
    axes = max(len(a), len(b))
    a, b = a + (1,) * (axes - len(a)), b + (1,) * (axes - len(b))
    shape = [0] * axes
    for axis in reversed(range(axes)):
        m, n = a[axis], b[axis]
        if m != n and 1 not in (m, n):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axis}"
            )
        shape[axis] = n if m == 1 else m
    return tuple(shape)
