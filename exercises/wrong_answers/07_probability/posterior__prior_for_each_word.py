"""You counted the prior once for each word; it counts once."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return (np.log(prior / (1 - prior)) + np.log(yes) - np.log(no)).sum()
