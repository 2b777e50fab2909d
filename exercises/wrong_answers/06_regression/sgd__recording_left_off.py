"""You switched recording off and never on again."""


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        hg.set_grad_enabled(False)
        for p in self.params:
            if p.grad is not None:
                p -= self.lr * p.grad
