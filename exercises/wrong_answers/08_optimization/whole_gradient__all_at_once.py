"""You asked for all rows at once; they do not fit into memory."""


def whole_gradient(batch_gradient, n, size):
    return batch_gradient(0, n)


def same_moves(rate, n, old, new):
    length = {"sum": 1, "mean": 1 / n, "half mean": 0.5 / n}
    return rate * length[old] / length[new]
