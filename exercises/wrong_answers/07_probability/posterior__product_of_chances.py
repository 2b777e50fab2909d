"""You multiplied the chances before the logarithm; the product of thousands is 0 in a float."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return np.log(prior * np.prod(yes)) - np.log((1 - prior) * np.prod(no))
