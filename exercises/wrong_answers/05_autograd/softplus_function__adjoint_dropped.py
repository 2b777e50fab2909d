"""You return the slope alone; backward gets the adjoint g from above and has to multiply by it."""


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
            return lib.sigmoid(ctx.beta * x), None

    return Softplus
