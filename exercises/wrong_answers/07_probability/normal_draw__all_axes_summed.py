"""You summed over all axes; each parameter gets the sum over its own draws."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(s, epsilon)
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            s, epsilon = ctx.saved_tensors
            return g.sum(), (g * epsilon * lib.exp(s)).sum(), None

    return NormalDraw
