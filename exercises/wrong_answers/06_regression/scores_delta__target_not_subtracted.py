"""You returned the probabilities and forgot to subtract the target."""


def scores_delta(scores, labels):
    n = len(scores)
    z = scores - scores.max(axis=1, keepdims=True)
    log_a = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    delta = np.exp(log_a)
    return -log_a[np.arange(n), labels].mean(), delta / n
