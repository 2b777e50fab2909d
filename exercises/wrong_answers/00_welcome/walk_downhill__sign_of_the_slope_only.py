"""You step by the rate in the direction of the sign; the size of the slope counts as well."""


def downhill(gradient, start, rate, steps):
    points = [list(start)]
    for _ in range(steps):
        slopes = gradient(points[-1])
        points.append([x - rate * ((slope > 0) - (slope < 0)) for x, slope in zip(points[-1], slopes, strict=True)])
    return points
