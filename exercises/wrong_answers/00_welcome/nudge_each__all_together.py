"""You nudge all inputs together; then no quotient says whose effect it is."""


def nudge(f, point, h):
    quotient = (f(*[x + h for x in point]) - f(*point)) / h
    return [quotient for _ in point]
