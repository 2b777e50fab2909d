"""You took the middle of the numbers; the interval is about their mean."""


def variance(x, correction=1):
    return ((x - x.mean()) ** 2).sum() / (len(x) - correction)


def correlation(x, y):
    return np.corrcoef(x, y)[0, 1]


def interval(x, seed, times=2000):
    return np.quantile(x, [0.025, 0.975])
