"""You regroup the storage with another reshape; the axes themselves have to be reordered, with permute."""


def mean_squared_error(predicted, measured):
    predicted, measured = predicted.reshape(-1), measured.reshape(-1)
    if len(predicted) != len(measured):
        raise ValueError("lengths differ")
    return ((predicted - measured) ** 2).mean()


def channels_first(batch):
    n, h, w, c = batch.shape
    return batch.reshape(n, h * w, c).reshape(n, c, h * w).reshape(n, c, h, w)


def without_middle(result):
    return result.squeeze(1)
