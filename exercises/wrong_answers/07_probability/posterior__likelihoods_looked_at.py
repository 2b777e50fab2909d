"""You looked for likelihoods that are all 0; a hypothesis with prior 0 does not count."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if likelihood.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
