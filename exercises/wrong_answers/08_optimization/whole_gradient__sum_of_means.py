"""You added the means; each must be weighed with its number of rows."""


def whole_gradient(batch_gradient, n, size):
    total = 0
    for i in range(0, n, size):
        j = min(i + size, n)
        total = total + batch_gradient(i, j)
    return total


def same_moves(rate, n, old, new):
    length = {"sum": 1, "mean": 1 / n, "half mean": 0.5 / n}
    return rate * length[old] / length[new]
