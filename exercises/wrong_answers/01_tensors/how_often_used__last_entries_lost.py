"""You let bincount stop at the largest number that it meets; an entry at the end that was never used is lost."""


def how_often_used(shape, used):
    numbers = torch.arange(math.prod(shape)).reshape(shape).expand(used.shape)
    return numbers[used].bincount().reshape(shape)
