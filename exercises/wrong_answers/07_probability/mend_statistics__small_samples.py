"""Your samples have a quarter of the size; their means scatter twice as much."""


def variance(x, correction=1):
    return ((x - x.mean()) ** 2).sum() / (len(x) - correction)


def correlation(x, y):
    return np.corrcoef(x, y)[0, 1]


def interval(x, seed, times=2000):
    rng = np.random.default_rng(seed)
    means = [rng.choice(x, len(x) // 4).mean() for _ in range(times)]
    return np.quantile(means, [0.025, 0.975])
