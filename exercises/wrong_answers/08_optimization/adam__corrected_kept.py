"""You kept the corrected means; the next step corrects them again."""


class Adam:
    def __init__(self, lib, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lib, self.lr, self.betas, self.eps = lib, lr, betas, eps
        self.params = list(params)
        self.memories = [{"t": 0, "m": 0, "v": 0} for _ in self.params]

    def step(self):
        beta1, beta2 = self.betas
        with self.lib.no_grad():
            for p, s in zip(self.params, self.memories):
                if p.grad is None:
                    continue
                s["t"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m, v = s["m"], s["v"] = s["m"] / (1 - beta1 ** s["t"]), s["v"] / (1 - beta2 ** s["t"])
                p -= self.lr * m / (v**0.5 + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
