"""You mended the divisor and still subtract two huge squares; far from 0 no digit is left."""


def variance(x, correction=1):
    return ((x**2).mean() - x.mean() ** 2) * len(x) / (len(x) - correction)


def correlation(x, y):
    return np.corrcoef(x, y)[0, 1]


def interval(x, seed, times=2000):
    rng = np.random.default_rng(seed)
    means = [rng.choice(x, len(x)).mean() for _ in range(times)]
    return np.quantile(means, [0.025, 0.975])
