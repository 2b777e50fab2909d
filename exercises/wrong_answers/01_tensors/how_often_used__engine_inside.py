"""You let handgrad's sum_to do the count, as 01a did; the question is how to count yourself."""

from handgrad.tape import sum_to


def how_often_used(shape, used):
    return torch.tensor(sum_to(used.numpy().astype(int), shape, used.ndim))
