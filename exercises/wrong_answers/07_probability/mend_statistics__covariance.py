"""You gave the covariance, which has a unit; divide by both standard deviations."""


def variance(x, correction=1):
    return ((x - x.mean()) ** 2).sum() / (len(x) - correction)


def correlation(x, y):
    return np.cov(x, y)[0, 1]


def interval(x, seed, times=2000):
    rng = np.random.default_rng(seed)
    means = [rng.choice(x, len(x)).mean() for _ in range(times)]
    return np.quantile(means, [0.025, 0.975])
