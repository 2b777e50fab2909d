"""You let an engine undo the broadcasting; the question is how it does that, with numpy alone."""


def sum_to(g, shape):
    start = hg.zeros(shape, dtype=hg.float64, requires_grad=True)
    (start + hg.zeros(g.shape, dtype=hg.float64)).backward(hg.tensor(g))
    return start.grad.numpy()
