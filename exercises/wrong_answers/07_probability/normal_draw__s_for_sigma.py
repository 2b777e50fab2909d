"""You stretched by s; it is the logarithm of sigma."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(s, epsilon)
            return mu + s * epsilon

        @staticmethod
        def backward(ctx, g):
            s, epsilon = ctx.saved_tensors
            return g.sum(dim=0), (g * epsilon).sum(dim=0), None

    return NormalDraw
