"""You multiply by beta for the inner slope and forget that forward divides by beta: the two cancel."""


def make_softplus(lib):
    class Softplus(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x, beta):
            ctx.save_for_backward(x)
            ctx.beta = beta
            z = beta * x
            return (lib.relu(z) + lib.log(1 + lib.exp(-lib.abs(z)))) / beta

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g * ctx.beta * lib.sigmoid(ctx.beta * x), None

    return Softplus
