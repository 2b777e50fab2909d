"""You returned the slopes; an adjoint is what arrived, times the slope."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(s, epsilon)
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            s, epsilon = ctx.saved_tensors
            return lib.ones_like(g).sum(dim=0), (epsilon * lib.exp(s)).sum(dim=0), None

    return NormalDraw
