"""You change one list again and again; a list of points needs a new list for each of them."""


def downhill(gradient, start, rate, steps):
    point = list(start)
    points = [point]
    for _ in range(steps):
        slopes = gradient(list(point))
        for place, slope in enumerate(slopes):
            point[place] = point[place] - rate * slope
        points.append(point)
    return points
