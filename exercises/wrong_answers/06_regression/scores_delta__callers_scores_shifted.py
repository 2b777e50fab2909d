"""You shifted the scores of the caller in place."""


def scores_delta(scores, labels):
    n = len(scores)
    scores -= scores.max(axis=1, keepdims=True)
    z = scores
    log_a = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    delta = np.exp(log_a)
    delta[np.arange(n), labels] -= 1
    return -log_a[np.arange(n), labels].mean(), delta / n
