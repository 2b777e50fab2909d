"""You multiplied by the draw; the slope by s is the draw less its mean."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(mu, s, epsilon)
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            mu, s, epsilon = ctx.saved_tensors
            return g.sum(dim=0), (g * (mu + lib.exp(s) * epsilon)).sum(dim=0), None

    return NormalDraw
