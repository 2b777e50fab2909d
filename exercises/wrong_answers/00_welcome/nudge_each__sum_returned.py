"""You add the quotients up; a gradient keeps one number for each input."""


def nudge(f, point, h):
    before, total = f(*point), 0.0
    for place in range(len(point)):
        moved = list(point)
        moved[place] = moved[place] + h
        total = total + (f(*moved) - before) / h
    return total
