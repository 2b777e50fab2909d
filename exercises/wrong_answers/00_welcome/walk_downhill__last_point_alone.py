"""You return where the walk ends; all of its points are wanted."""


def downhill(gradient, start, rate, steps):
    points = [list(start)]
    for _ in range(steps):
        slopes = gradient(points[-1])
        points.append([x - rate * slope for x, slope in zip(points[-1], slopes, strict=True)])
    return points[-1]
