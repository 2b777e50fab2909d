"""You let the engine of the book find the slopes; the question is what the engine knows of one step."""


def one_step(op, a, b):
    x, y = Value(a), Value(b)
    z = {"+": lambda: x + y, "-": lambda: x - y, "*": lambda: x * y, "/": lambda: x / y}[op]()
    z.backward()
    return z.data, x.grad, y.grad


def whole(paths):
    return sum(math.prod(path) for path in paths)
