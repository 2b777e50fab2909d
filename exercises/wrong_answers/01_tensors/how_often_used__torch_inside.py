"""You call a function of torch that undoes a broadcast; the question is how to count yourself."""


def how_often_used(shape, used):
    return used.long().sum_to_size(shape)
