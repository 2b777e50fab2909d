"""You take the slope of a quotient in its denominator to be 1/a; the denominator acts by its square."""


def one_step(op, a, b):
    steps = {
        "+": (a + b, 1.0, 1.0),
        "-": (a - b, 1.0, -1.0),
        "*": (a * b, b, a),
        "/": (a / b, 1 / b, -1 / a if a else 0.0) if b else None,
    }
    return steps[op]


def whole(paths):
    return sum(math.prod(path) for path in paths)
