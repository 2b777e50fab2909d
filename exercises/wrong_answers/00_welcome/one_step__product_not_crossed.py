"""You write a on the arrow of a product that comes from a; how fast a * b rises with a is said by b."""


def one_step(op, a, b):
    steps = {
        "+": (a + b, 1.0, 1.0),
        "-": (a - b, 1.0, -1.0),
        "*": (a * b, a, b),
        "/": (a / b, 1 / b, -a / b**2) if b else None,
    }
    return steps[op]


def whole(paths):
    return sum(math.prod(path) for path in paths)
