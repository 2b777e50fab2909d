"""You take the slopes at the start only; a slope holds near its point, so ask again after each step."""


def downhill(gradient, start, rate, steps):
    points = [list(start)]
    for _ in range(steps):
        slopes = gradient(points[0])
        points.append([x - rate * slope for x, slope in zip(points[-1], slopes, strict=True)])
    return points
