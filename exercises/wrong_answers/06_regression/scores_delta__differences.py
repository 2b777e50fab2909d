"""You took difference quotients where a formula was wanted."""


def scores_delta(scores, labels, h=1e-5):
    def loss(scores):
        z = scores - scores.max(axis=1, keepdims=True)
        log_a = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return -log_a[np.arange(len(scores)), labels].mean()

    delta = np.zeros(scores.shape)
    for index in np.ndindex(scores.shape):
        step = np.zeros(scores.shape)
        step[index] = h
        delta[index] = (loss(scores + step) - loss(scores - step)) / (2 * h)
    return loss(scores), delta
