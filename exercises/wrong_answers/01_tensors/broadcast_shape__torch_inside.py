"""You let torch work the shape out; the question is how it does that, in plain Python."""


def broadcast_shape(a, b):
    return tuple((torch.empty(a) + torch.empty(b)).shape)
