"""You let the engine differentiate the formula; here you write the rule that it uses."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def forward(ctx, mu, s, epsilon):
            ctx.save_for_backward(mu, s, epsilon)
            return mu + lib.exp(s) * epsilon

        @staticmethod
        def backward(ctx, g):
            mu, s, epsilon = ctx.saved_tensors
            with lib.enable_grad():
                z = mu + lib.exp(s) * epsilon
            by_mu, by_s = lib.autograd.grad(z, (mu, s), g, create_graph=True)
            return by_mu, by_s, None

    return NormalDraw
