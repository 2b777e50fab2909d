"""You asked row by row; the result is right and costs many more passes."""


def whole_gradient(batch_gradient, n, size):
    total = 0
    for i in range(n):
        j = i + 1
        total = total + (j - i) * batch_gradient(i, j)
    return total / n


def same_moves(rate, n, old, new):
    length = {"sum": 1, "mean": 1 / n, "half mean": 0.5 / n}
    return rate * length[old] / length[new]
