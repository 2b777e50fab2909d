"""You swap the axes of rows and colours; then columns stand before rows, and every photograph lies on its side."""


def mean_squared_error(predicted, measured):
    predicted, measured = predicted.reshape(-1), measured.reshape(-1)
    if len(predicted) != len(measured):
        raise ValueError("lengths differ")
    return ((predicted - measured) ** 2).mean()


def channels_first(batch):
    return batch.transpose(1, 3)


def without_middle(result):
    return result.squeeze(1)
