"""You repeat a length that divides the other one; only a length of 1 is repeated."""


def broadcast_shape(a, b):
    axes = max(len(a), len(b))
    a, b = (1,) * (axes - len(a)) + a, (1,) * (axes - len(b)) + b
    shape = [0] * axes
    for axis in reversed(range(axes)):
        m, n = a[axis], b[axis]
        if m != n and 1 not in (m, n) and (0 in (m, n) or max(m, n) % min(m, n)):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axis}"
            )
        shape[axis] = n if m == 1 else m if n == 1 else max(m, n)
    return tuple(shape)
