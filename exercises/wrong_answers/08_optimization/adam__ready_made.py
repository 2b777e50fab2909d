"""You let the library's own Adam do the work."""


class Adam:
    def __init__(self, lib, params, **settings):
        self.optimizer = lib.optim.Adam(params, **settings)

    def step(self):
        self.optimizer.step()

    def zero_grad(self):
        self.optimizer.zero_grad()
