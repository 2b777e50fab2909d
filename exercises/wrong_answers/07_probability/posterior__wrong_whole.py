"""You divided by the sum of the likelihoods; the whole is the sum of the joint chances."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint / likelihood.sum()


def log_odds(prior, yes, no):
    return np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
