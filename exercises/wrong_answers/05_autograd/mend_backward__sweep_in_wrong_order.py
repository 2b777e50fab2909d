"""You sweep from the inputs to the result; a node may pass its adjoint on only when all its children have added to it."""


class Num:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.parents, self.slopes, self.grad = data, parents, slopes, 0.0

    def __add__(self, other):
        return Num(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Num(self.data * other.data, (self, other), (other.data, self.data))


def backward(order):
    adjoint = dict.fromkeys(order, 0.0)
    adjoint[order[-1]] = 1.0
    for node in order:
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            adjoint[parent] += slope * adjoint[node]
    for node in order:
        if not node.parents:
            node.grad += adjoint[node]
