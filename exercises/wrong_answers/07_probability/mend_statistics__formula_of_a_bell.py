"""You took mean plus and minus 1.96 standard errors; a bootstrap needs no bell."""


def variance(x, correction=1):
    return ((x - x.mean()) ** 2).sum() / (len(x) - correction)


def correlation(x, y):
    return np.corrcoef(x, y)[0, 1]


def interval(x, seed, times=2000):
    half = 1.96 * x.std() / len(x) ** 0.5
    return np.array([x.mean() - half, x.mean() + half])
