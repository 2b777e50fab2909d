"""You divide the number of marks by the number of entries; each entry has a count of its own."""


def how_often_used(shape, used):
    return torch.full(shape, int(used.sum()) // max(math.prod(shape), 1))
