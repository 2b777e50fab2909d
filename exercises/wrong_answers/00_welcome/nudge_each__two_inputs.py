"""You write the nudge for two inputs; a program may have any number of them."""


def nudge(f, point, h):
    v, t = point
    before = f(v, t)
    return [(f(v + h, t) - before) / h, (f(v, t + h) - before) / h]
