"""You move by the whole slope; the rate says how much of it."""


def downhill(gradient, start, rate, steps):
    points = [list(start)]
    for _ in range(steps):
        slopes = gradient(points[-1])
        points.append([x - slope for x, slope in zip(points[-1], slopes, strict=True)])
    return points
