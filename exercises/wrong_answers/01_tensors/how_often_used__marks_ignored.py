"""You count all boxes that show an entry; only the marked ones were used."""


def how_often_used(shape, used):
    numbers = torch.arange(math.prod(shape)).reshape(shape).expand(used.shape)
    return numbers.flatten().bincount(minlength=math.prod(shape)).reshape(shape)
