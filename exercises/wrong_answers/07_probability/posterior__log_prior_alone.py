"""You started from log p; odds compare with the other class."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return np.log(prior) + np.log(yes).sum() - np.log(no).sum()
