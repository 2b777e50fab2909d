"""You add the slopes along a path; a step that is 40 times as fast, then a sixteenth, is 2.5 times as fast."""


def one_step(op, a, b):
    steps = {
        "+": (a + b, 1.0, 1.0),
        "-": (a - b, 1.0, -1.0),
        "*": (a * b, b, a),
        "/": (a / b, 1 / b, -a / b**2) if b else None,
    }
    return steps[op]


def whole(paths):
    return float(sum(sum(path) for path in paths))
