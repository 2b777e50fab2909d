"""You kept the number sigma from the way forward; nothing leads from it back to s."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(epsilon)
            ctx.sigma = lib.exp(s).detach()
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            (epsilon,) = ctx.saved_tensors
            return g.sum(dim=0), (g * epsilon * ctx.sigma).sum(dim=0), None

    return NormalDraw
