"""You let a length of 0 meet every other one; it fits 0 and 1, like any length."""


def broadcast_shape(a, b):
    axes = max(len(a), len(b))
    a, b = (1,) * (axes - len(a)) + a, (1,) * (axes - len(b)) + b
    shape = [0] * axes
    for axis in reversed(range(axes)):
        m, n = a[axis], b[axis]
        if m != n and not {0, 1} & {m, n}:
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axis}"
            )
        shape[axis] = 0 if 0 in (m, n) else n if m == 1 else m
    return tuple(shape)
