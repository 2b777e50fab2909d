"""You added the rows; the average was asked."""


def bernoulli_nll(logit, y):
    nll = np.logaddexp(0, logit) - y * logit
    p = np.exp(-np.logaddexp(0, -logit))
    return nll.sum(), (p - y) / logit.size
