"""You returned one number for each draw; all draws use the same parameter, so their parts add."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(s, epsilon)
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            s, epsilon = ctx.saved_tensors
            return g, g * epsilon * lib.exp(s), None

    return NormalDraw
