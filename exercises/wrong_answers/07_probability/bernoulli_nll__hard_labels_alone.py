"""You chose a branch by the label; a label of 0.3 is neither."""


def bernoulli_nll(logit, y):
    nll = np.logaddexp(0, logit) - y * logit
    p = np.exp(-np.logaddexp(0, -logit))
    nll = np.where(y > 0.5, np.logaddexp(0, -logit), np.logaddexp(0, logit))
    return nll.mean(), (p - (y > 0.5)) / logit.size
