"""You write the values on the arrows; an arrow carries the slope of its step."""


def one_step(op, a, b):
    steps = {
        "+": (a + b, a, b),
        "-": (a - b, a, b),
        "*": (a * b, a, b),
        "/": (a / b, a, b) if b else None,
    }
    return steps[op]


def whole(paths):
    return sum(math.prod(path) for path in paths)
