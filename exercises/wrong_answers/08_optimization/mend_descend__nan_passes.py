"""You compare the size of the loss with the limit, and a comparison with nan is false."""


def descend(loss, gradient, start, rate, steps):
    w = np.array(start, dtype=float)
    path = [w]
    for step in range(steps + 1):
        if abs(loss(w)) > 1e6:
            return np.array(path), "diverged"
        if (abs(gradient(w)) < 1e-8).all():
            return np.array(path), "flat"
        if step < steps:
            w = w - rate * gradient(w)
            path.append(w)
    return np.array(path), "out of steps"
