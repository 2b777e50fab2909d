"""You divide by n - 1 in the std, as pandas does; the question asks for n."""


def standardise(train, test):
    mean = np.nanmean(train, axis=0)
    a, b = (np.where(np.isnan(part), mean, part) for part in (train, test))
    std = a.std(axis=0, ddof=1) if len(a) > 1 else np.zeros(a.shape[1])
    std = np.where(std == 0, 1, std)
    return (a - mean) / std, (b - mean) / std
