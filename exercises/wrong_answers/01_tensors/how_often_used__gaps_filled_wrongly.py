"""You bring the counts to their length by putting zeros at the end whatever the labels are; a count belongs to its own label."""

def how_often_used(shape, used):
    labels = torch.arange(math.prod(shape)).reshape(shape).expand(used.shape)
    counts = labels[used].unique(return_counts=True)[1]
    zeros = torch.zeros(math.prod(shape) - len(counts), dtype=torch.int64)
    return torch.cat((counts, zeros)).reshape(shape)
