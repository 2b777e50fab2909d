"""You left n - 1 above the line and n below it."""


def variance(x, correction=1):
    return ((x - x.mean()) ** 2).sum() / (len(x) - correction)


def correlation(x, y):
    return np.cov(x, y)[0, 1] / (x.std() * y.std())


def interval(x, seed, times=2000):
    rng = np.random.default_rng(seed)
    means = [rng.choice(x, len(x)).mean() for _ in range(times)]
    return np.quantile(means, [0.025, 0.975])
