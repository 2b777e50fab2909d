"""You subtracted sigmoid from label; that is the direction of descent."""


def bernoulli_nll(logit, y):
    nll = np.logaddexp(0, logit) - y * logit
    p = np.exp(-np.logaddexp(0, -logit))
    return nll.mean(), (y - p) / logit.size
