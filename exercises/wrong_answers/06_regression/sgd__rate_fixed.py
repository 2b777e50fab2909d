"""You kept the first learning rate, though somebody may change it."""


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr, self.first = list(params), lr, lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with hg.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.first * p.grad
