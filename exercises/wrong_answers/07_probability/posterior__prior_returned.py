"""You gave back the prior where the evidence is impossible; there is no right number."""


def posterior(prior, likelihood):
    joint = prior * likelihood
    if joint.sum() == 0:
        return prior
    return joint / joint.sum()


def log_odds(prior, yes, no):
    return np.log(prior / (1 - prior)) + np.log(yes).sum() - np.log(no).sum()
