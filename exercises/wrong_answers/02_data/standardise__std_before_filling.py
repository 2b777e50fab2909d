"""You take the std of the numbers that are there; filled gaps belong to the column and make it narrower."""


def standardise(train, test):
    mean, std = np.nanmean(train, axis=0), np.nanstd(train, axis=0)
    std = np.where(std == 0, 1, std)
    return tuple((np.where(np.isnan(part), mean, part) - mean) / std for part in (train, test))
