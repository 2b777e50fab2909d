"""You leave the earlier numbers nudged; only one number moves at a time."""


def nudge(f, point, h):
    before, moved, quotients = f(*point), list(point), []
    for place in range(len(point)):
        moved[place] = moved[place] + h
        quotients.append((f(*moved) - before) / h)
    return quotients
