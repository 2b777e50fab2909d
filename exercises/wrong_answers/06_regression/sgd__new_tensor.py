"""You bound a name to a new tensor, and the tensor of the model stayed where it was."""


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with hg.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p = p - self.lr * p.grad
