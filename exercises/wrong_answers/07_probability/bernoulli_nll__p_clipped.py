"""You kept p away from 0 and 1; a sure and wrong answer then costs 28 at most."""


def bernoulli_nll(logit, y):
    p = np.clip(1 / (1 + np.exp(-logit)), 1e-12, 1 - 1e-12)
    return (-y * np.log(p) - (1 - y) * np.log(1 - p)).mean(), (p - y) / logit.size
