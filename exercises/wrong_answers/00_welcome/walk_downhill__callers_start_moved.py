"""You walk with the caller's own list; after the call its start is somewhere else."""


def downhill(gradient, start, rate, steps):
    points = [list(start)]
    for _ in range(steps):
        slopes = gradient(list(start))
        for place, slope in enumerate(slopes):
            start[place] = start[place] - rate * slope
        points.append(list(start))
    return points
