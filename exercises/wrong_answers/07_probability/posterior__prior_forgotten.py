"""You normalised the likelihoods and forgot how common each hypothesis is."""


def posterior(prior, likelihood):
    joint = likelihood
    if joint.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
