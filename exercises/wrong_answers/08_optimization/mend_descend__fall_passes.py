"""You look at large losses alone; a loss that falls without end diverges as well."""


def descend(loss, gradient, start, rate, steps):
    w = np.array(start, dtype=float)
    path = [w]
    for step in range(steps + 1):
        if not loss(w) < 1e6:
            return np.array(path), "diverged"
        if (abs(gradient(w)) < 1e-8).all():
            return np.array(path), "flat"
        if step < steps:
            w = w - rate * gradient(w)
            path.append(w)
    return np.array(path), "out of steps"
