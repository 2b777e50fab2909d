"""You divided the sum of mean gradients by the number of rows, so you divided twice."""


def mse(p, t):
    if p.size != t.size:
        raise ValueError("sizes differ")
    return ((p.reshape(-1) - t.reshape(-1)) ** 2).mean()


def gradient_in_parts(gradient, x, y, size):
    total = 0.0
    for start in range(0, len(x), size):
        total = total + gradient(x[start : start + size], y[start : start + size])
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
