"""You compute log(1 + exp(z)) as it is written; exp(1000) is infinite, while the value wanted is 1000."""


def make_softplus(lib):
    class Softplus(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x, beta):
            ctx.save_for_backward(x)
            ctx.beta = beta
            return lib.log(1 + lib.exp(beta * x)) / beta

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g * lib.sigmoid(ctx.beta * x), None

    return Softplus
