"""You divide by n - 1 whatever correction says."""


def variance(x, correction=1):
    return ((x - x.mean()) ** 2).sum() / (len(x) - 1)


def correlation(x, y):
    return np.corrcoef(x, y)[0, 1]


def interval(x, seed, times=2000):
    rng = np.random.default_rng(seed)
    means = [rng.choice(x, len(x)).mean() for _ in range(times)]
    return np.quantile(means, [0.025, 0.975])
