"""You nudge the caller's own list; after the call it holds other numbers than before."""


def nudge(f, point, h):
    start, before, quotients = list(point), f(*point), []
    for place in range(len(point)):
        point[place] = start[place] + h
        quotients.append((f(*point) - before) / h)
        if place + 1 < len(point):
            point[place] = start[place]
    return quotients
