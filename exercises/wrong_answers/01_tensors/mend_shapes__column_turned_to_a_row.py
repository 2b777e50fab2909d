"""You transpose the column to a row of shape (1, n); that helps where the other argument is (n,), and nowhere else."""


def mean_squared_error(predicted, measured):
    if predicted.numel() != measured.numel():
        raise ValueError("lengths differ")
    if predicted.ndim == 2:
        predicted = predicted.transpose(0, 1)
    return ((predicted - measured) ** 2).mean()


def channels_first(batch):
    return batch.permute(0, 3, 1, 2)


def without_middle(result):
    return result.squeeze(1)
