"""You gave the last batch the weight of a full one."""


def whole_gradient(batch_gradient, n, size):
    total = 0
    for i in range(0, n, size):
        j = min(i + size, n)
        total = total + size * batch_gradient(i, j)
    return total / n


def same_moves(rate, n, old, new):
    length = {"sum": 1, "mean": 1 / n, "half mean": 0.5 / n}
    return rate * length[old] / length[new]
