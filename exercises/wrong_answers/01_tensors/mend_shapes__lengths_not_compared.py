"""You bring both to one shape and do not compare their lengths; one number against five is stretched in silence."""


def mean_squared_error(predicted, measured):
    return ((predicted.reshape(-1) - measured.reshape(-1)) ** 2).mean()


def channels_first(batch):
    return batch.permute(0, 3, 1, 2)


def without_middle(result):
    return result.squeeze(1)
