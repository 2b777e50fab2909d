"""You compared each loss with the one before it and not with the lowest so far."""


def mse(p, t):
    if p.size != t.size:
        raise ValueError("sizes differ")
    return ((p.reshape(-1) - t.reshape(-1)) ** 2).mean()


def gradient_in_parts(gradient, x, y, size):
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        total = total + gradient(x[rows], y[rows]) * len(x[rows])
    return total / len(x)


def stop_in_time(losses, patience):
    best, waited = 0, 0
    for k in range(1, len(losses)):
        waited += 1
        if losses[k] < losses[k - 1]:
            best, waited = k, 0
        if waited == patience:
            return best, k + 1
    return best, len(losses)
