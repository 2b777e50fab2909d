"""You left the loop as it was: one array, changed in place, fills the path."""


def descend(loss, gradient, start, rate, steps):
    w, path = start, [start]
    for _ in range(steps):
        w -= rate * gradient(w)
        path.append(w)
        if loss(w) > 1e6:
            return np.array(path), "diverged"
        if gradient(w).max() < 1e-8:
            return np.array(path), "flat"
    return np.array(path), "out of steps"
