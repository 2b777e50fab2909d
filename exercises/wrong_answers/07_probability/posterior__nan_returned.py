"""You divided 0 by 0; where nothing can have been seen, no number is right."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
