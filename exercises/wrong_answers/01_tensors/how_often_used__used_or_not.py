"""You say whether an entry was used at all; asked is how often."""


def how_often_used(shape, used):
    numbers = torch.arange(math.prod(shape)).reshape(shape).expand(used.shape)
    return numbers[used].bincount(minlength=math.prod(shape)).clamp(max=1).reshape(shape)
