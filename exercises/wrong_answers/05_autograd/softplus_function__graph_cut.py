"""You detach the saved tensor in backward; the first gradient is right, but it cannot be differentiated again."""


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
            return g * lib.sigmoid(ctx.beta * x.detach()), None

    return Softplus
