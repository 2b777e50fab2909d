"""You bring one of the two arguments to the shape (n,); the other one may be the column."""


def mean_squared_error(predicted, measured):
    predicted = predicted.reshape(-1)
    if len(predicted) != len(measured):
        raise ValueError("lengths differ")
    return ((predicted - measured) ** 2).mean()


def channels_first(batch):
    return batch.permute(0, 3, 1, 2)


def without_middle(result):
    return result.squeeze(1)
