"""You let a difference rise with both numbers; it falls when the second one grows."""


def one_step(op, a, b):
    steps = {
        "+": (a + b, 1.0, 1.0),
        "-": (a - b, 1.0, 1.0),
        "*": (a * b, b, a),
        "/": (a / b, 1 / b, -a / b**2) if b else None,
    }
    return steps[op]


def whole(paths):
    return sum(math.prod(path) for path in paths)
