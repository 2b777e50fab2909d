"""You dropped the last rows where they do not fill a part."""


def mse(p, t):
    if p.size != t.size:
        raise ValueError("sizes differ")
    return ((p.reshape(-1) - t.reshape(-1)) ** 2).mean()


def gradient_in_parts(gradient, x, y, size):
    count = max(len(x) // size, 1)
    total = 0.0
    for k in range(count):
        total = total + gradient(x[k * size : (k + 1) * size], y[k * size : (k + 1) * size])
    return total / count


def stop_in_time(losses, patience):
    best, waited = 0, 0
    for k in range(1, len(losses)):
        waited += 1
        if losses[k] < losses[best]:
            best, waited = k, 0
        if waited == patience:
            return best, k + 1
    return best, len(losses)
