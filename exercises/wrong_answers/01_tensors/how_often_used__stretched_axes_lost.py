"""You add stretched axes away; an axis of length 1 before the stretch is there afterwards, with length 1."""


def how_often_used(shape, used):
    counts = used.long()
    while counts.ndim > len(shape):
        counts = counts.sum(0)
    gone = [axis for axis, length in enumerate(shape) if length == 1]
    return counts.sum(gone) if gone else counts
