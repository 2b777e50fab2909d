"""You bring the counts to their length by putting zeros at the end whatever the numbers are; a count belongs to its own entry."""


def how_often_used(shape, used):
    numbers = torch.arange(math.prod(shape)).reshape(shape).expand(used.shape)
    counts = numbers[used].unique(return_counts=True)[1]
    zeros = torch.zeros(math.prod(shape) - len(counts), dtype=torch.int64)
    return torch.cat((counts, zeros)).reshape(shape)
