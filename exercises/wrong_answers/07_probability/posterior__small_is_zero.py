"""You refused small probabilities; only 0 has no answer."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() < 1e-12:
        raise ValueError("what was seen has the probability 0")
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
