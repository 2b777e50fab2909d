"""You keep the last path alone; every path adds."""


def one_step(op, a, b):
    steps = {
        "+": (a + b, 1.0, 1.0),
        "-": (a - b, 1.0, -1.0),
        "*": (a * b, b, a),
        "/": (a / b, 1 / b, -a / b**2) if b else None,
    }
    return steps[op]


def whole(paths):
    slope = 0.0
    for path in paths:
        slope = math.prod(path)
    return slope
