"""You shuffled the caller's rows and left the targets in their order, so each row met the target of another one."""


def mse(p, t):
    if p.size != t.size:
        raise ValueError(f"{p.size} predictions for {t.size} targets")
    return ((p.reshape(-1) - t.reshape(-1)) ** 2).mean()


def gradient_in_parts(gradient, x, y, size):
    np.random.default_rng(1).shuffle(x)
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        total = total + gradient(x[rows], y[rows]) * len(x[rows])
    return total / len(x)


def stop_in_time(losses, patience):
    best, waited = 0, 0
    for k in range(1, len(losses)):
        waited += 1
        if losses[k] < losses[best]:
            best, waited = k, 0
        if waited == patience:
            return best, k + 1
    return best, len(losses)
