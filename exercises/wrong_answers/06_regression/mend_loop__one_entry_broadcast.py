"""You flattened both arrays and let a single entry be broadcast over the other one."""


def mse(p, t):
    return ((p.ravel() - t.ravel()) ** 2).mean()


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
        if losses[k] < losses[best]:
            best, waited = k, 0
        if waited == patience:
            return best, k + 1
    return best, len(losses)
