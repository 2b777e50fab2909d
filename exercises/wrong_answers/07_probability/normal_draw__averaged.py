"""You averaged over the draws; what was repeated on the way forward is summed on the way back."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(s, epsilon)
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            s, epsilon = ctx.saved_tensors
            return g.mean(dim=0), (g * epsilon * lib.exp(s)).mean(dim=0), None

    return NormalDraw
