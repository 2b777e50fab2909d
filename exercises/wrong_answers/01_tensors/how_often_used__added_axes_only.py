"""You add along the axes that were put in front and forget those that were stretched from 1."""


def how_often_used(shape, used):
    counts = used.long()
    while counts.ndim > len(shape):
        counts = counts.sum(0)
    return counts
