"""You kept the rate because the minimum stays; the moves do not."""


def whole_gradient(batch_gradient, n, size):
    total = 0
    for i in range(0, n, size):
        j = min(i + size, n)
        total = total + (j - i) * batch_gradient(i, j)
    return total / n


def same_moves(rate, n, old, new):
    return rate
