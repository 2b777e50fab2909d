"""You left zero_grad empty, so gradients pile up."""


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        return None

    def step(self):
        with hg.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad
