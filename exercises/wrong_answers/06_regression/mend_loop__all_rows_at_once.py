"""You called the gradient with all rows at once, for which there is no room."""


def mse(p, t):
    if p.size != t.size:
        raise ValueError("sizes differ")
    return ((p.reshape(-1) - t.reshape(-1)) ** 2).mean()


def gradient_in_parts(gradient, x, y, size):
    return gradient(x, y)


def stop_in_time(losses, patience):
    best, waited = 0, 0
    for k in range(1, len(losses)):
        waited += 1
        if losses[k] < losses[best]:
            best, waited = k, 0
        if waited == patience:
            return best, k + 1
    return best, len(losses)
