"""You copied the points into the path, and still move the caller's array."""


def descend(loss, gradient, start, rate, steps):
    w = start
    path = [w.copy()]
    for step in range(steps + 1):
        if not abs(loss(w)) < 1e6:
            return np.array(path), "diverged"
        if (abs(gradient(w)) < 1e-8).all():
            return np.array(path), "flat"
        if step < steps:
            w -= rate * gradient(w)
            path.append(w.copy())
    return np.array(path), "out of steps"
