"""You stopped at the joint chance, a share of all cases."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint


def log_odds(prior, yes, no):
    return np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
