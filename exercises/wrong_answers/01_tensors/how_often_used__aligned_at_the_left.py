"""You take the first axes for the entry's own; shapes are aligned at the right, and the axes in front were added."""


def how_often_used(shape, used):
    counts = used.long()
    while counts.ndim > len(shape):
        counts = counts.sum(-1)
    for axis, length in enumerate(shape):
        if length == 1:
            counts = counts.sum(axis, keepdim=True)
    return counts
