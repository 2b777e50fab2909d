"""You gave both parameters nearly the same slope; that of the spread holds the noise."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(s, epsilon)
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            s, epsilon = ctx.saved_tensors
            return g.sum(dim=0), (g * lib.exp(s)).sum(dim=0), None

    return NormalDraw
