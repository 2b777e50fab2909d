"""You stopped at the slope by p; the logit is one step further."""


def bernoulli_nll(logit, y):
    nll = np.logaddexp(0, logit) - y * logit
    p = np.exp(-np.logaddexp(0, -logit))
    return nll.mean(), (p - y) / (p * (1 - p)) / logit.size
