"""You let an engine compute the product; the question is which few numpy operations it takes."""


def vjp_of_softmax(x, v):
    leaf = torch.tensor(x, requires_grad=True)
    return torch.autograd.grad(torch.softmax(leaf, -1), leaf, torch.tensor(v))[0].numpy()


def vjp_of_cumsum(v):
    return v[..., ::-1].cumsum(axis=-1)[..., ::-1]
