"""You take the sigmoid of the result, where the slope is the sigmoid of the input: save x."""


def make_softplus(lib):
    class Softplus(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x, beta):
            z = beta * x
            y = (lib.relu(z) + lib.log(1 + lib.exp(-lib.abs(z)))) / beta
            ctx.save_for_backward(y)
            ctx.beta = beta
            return y

        @staticmethod
        def backward(ctx, g):
            (y,) = ctx.saved_tensors
            return g * lib.sigmoid(ctx.beta * y), None

    return Softplus
