"""You took the optimizer of handgrad; here you write one."""


class SGD(hg.optim.SGD):
    def __init__(self, params, lr):
        super().__init__(params, lr=lr)

    @property
    def lr(self):
        return self.param_groups[0]["lr"]

    @lr.setter
    def lr(self, value):
        self.param_groups[0]["lr"] = value
