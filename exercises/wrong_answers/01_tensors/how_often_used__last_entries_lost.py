"""You let bincount stop at the largest label that it meets; an entry at the end that was never used is lost."""

def how_often_used(shape, used):
    labels = torch.arange(math.prod(shape)).reshape(shape).expand(used.shape)
    return labels[used].bincount().reshape(shape)
