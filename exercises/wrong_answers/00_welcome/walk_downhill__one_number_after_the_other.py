"""You move the first number before you ask for the slope of the second; all slopes of a step belong to one point."""


def downhill(gradient, start, rate, steps):
    points = [list(start)]
    for _ in range(steps):
        point = list(points[-1])
        for place in range(len(point)):
            point[place] = point[place] - rate * gradient(list(point))[place]
        points.append(point)
    return points
