"""You put the scores into exp as they came, which overflows."""


def scores_delta(scores, labels):
    n = len(scores)
    z = scores
    log_a = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    delta = np.exp(log_a)
    delta[np.arange(n), labels] -= 1
    return -log_a[np.arange(n), labels].mean(), delta / n
