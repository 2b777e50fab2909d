"""You put new tensors into your own list, and the tensors of the model stayed where they were."""


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with hg.no_grad():
            self.params = [p if p.grad is None else p - self.lr * p.grad for p in self.params]
