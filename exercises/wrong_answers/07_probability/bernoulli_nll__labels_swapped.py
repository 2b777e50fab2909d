"""You paid log p for the zeros and log(1 - p) for the ones."""


def bernoulli_nll(logit, y):
    y = 1 - y
    nll = np.logaddexp(0, logit) - y * logit
    p = np.exp(-np.logaddexp(0, -logit))
    return nll.mean(), (p - y) / logit.size
