"""You set gradients to zeros, where no gradient is None."""


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        for p in self.params:
            p.grad = hg.zeros_like(p)

    def step(self):
        with hg.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad
