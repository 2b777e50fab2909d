"""You wrote log(1 + exp(z)) as it stands; at z = 1000 it is infinite."""


def bernoulli_nll(logit, y):
    nll = np.log(1 + np.exp(logit)) - y * logit
    return nll.mean(), (1 / (1 + np.exp(-logit)) - y) / logit.size
