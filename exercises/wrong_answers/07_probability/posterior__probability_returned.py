"""You went on to the probability; the log-odds were asked."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() == 0:
        raise ValueError("what was seen has the probability 0")
    return joint / joint.sum()


def log_odds(prior, yes, no):
    z = np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
    return 1 / (1 + np.exp(-z))
