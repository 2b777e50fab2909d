"""You fill the gaps in the arrays that were handed in; the caller's rows are changed."""


def standardise(train, test):
    mean = np.nanmean(train, axis=0)
    for part in (train, test):
        part[:] = np.where(np.isnan(part), mean, part)
    std = train.std(axis=0)
    std = np.where(std == 0, 1, std)
    return (train - mean) / std, (test - mean) / std
