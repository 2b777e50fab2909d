"""You let torch find the slopes; the question is to write their lines by hand."""


def pond(start, rate, room, years):
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (start, rate)]
    n = leaves[0]
    for _ in range(years):
        n = n + leaves[1] * n - leaves[1] * n * n / room
    slopes = torch.autograd.grad(n, leaves, materialize_grads=True)
    return n.item(), slopes[0].item(), slopes[1].item()
