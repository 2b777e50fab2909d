"""You multiplied by a slope entry by entry, which loses the other classes."""


def scores_delta(scores, labels):
    n = len(scores)
    z = scores - scores.max(axis=1, keepdims=True)
    log_a = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    delta = np.exp(log_a)
    delta = -np.eye(scores.shape[1])[labels] * (1 - delta)
    return -log_a[np.arange(n), labels].mean(), delta / n
