"""You ask before each move and never at the last point."""


def descend(loss, gradient, start, rate, steps):
    w = np.array(start, dtype=float)
    path = [w]
    for step in range(steps):
        if not abs(loss(w)) < 1e6:
            return np.array(path), "diverged"
        if (abs(gradient(w)) < 1e-8).all():
            return np.array(path), "flat"
        w = w - rate * gradient(w)
        path.append(w)
    return np.array(path), "out of steps"
