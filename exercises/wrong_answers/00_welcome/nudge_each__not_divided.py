"""You return what each nudge gains; the gain is to be divided by the nudge."""


def nudge(f, point, h):
    before, quotients = f(*point), []
    for place in range(len(point)):
        moved = list(point)
        moved[place] = moved[place] + h
        quotients.append(f(*moved) - before)
    return quotients
