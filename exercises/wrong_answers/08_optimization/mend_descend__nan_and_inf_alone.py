"""You stop at inf and nan; by then hundreds of steps are lost."""


def descend(loss, gradient, start, rate, steps):
    w = np.array(start, dtype=float)
    path = [w]
    for step in range(steps + 1):
        if not np.isfinite(loss(w)):
            return np.array(path), "diverged"
        if (abs(gradient(w)) < 1e-8).all():
            return np.array(path), "flat"
        if step < steps:
            w = w - rate * gradient(w)
            path.append(w)
    return np.array(path), "out of steps"
