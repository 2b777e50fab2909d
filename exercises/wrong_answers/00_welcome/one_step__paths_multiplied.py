"""You multiply the paths; along a path you multiply, and where paths meet you add."""


def one_step(op, a, b):
    steps = {
        "+": (a + b, 1.0, 1.0),
        "-": (a - b, 1.0, -1.0),
        "*": (a * b, b, a),
        "/": (a / b, 1 / b, -a / b**2) if b else None,
    }
    return steps[op]


def whole(paths):
    return math.prod(math.prod(path) for path in paths)
