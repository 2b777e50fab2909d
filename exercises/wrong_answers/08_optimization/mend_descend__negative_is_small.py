"""You took a gradient of -1 for small; its size counts."""


def descend(loss, gradient, start, rate, steps):
    w = np.array(start, dtype=float)
    path = [w]
    for step in range(steps + 1):
        if not abs(loss(w)) < 1e6:
            return np.array(path), "diverged"
        if gradient(w).max() < 1e-8:
            return np.array(path), "flat"
        if step < steps:
            w = w - rate * gradient(w)
            path.append(w)
    return np.array(path), "out of steps"
