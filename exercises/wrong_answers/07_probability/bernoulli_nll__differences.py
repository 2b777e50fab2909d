"""You found the gradient by differences, which have half of the digits; derive it."""


def bernoulli_nll(logit, y):
    f = lambda z: (np.logaddexp(0, z) - y * z).mean()
    gradient = np.zeros(logit.shape)
    for i in np.ndindex(logit.shape):
        step = np.zeros(logit.shape)
        step[i] = 1e-5
        gradient[i] = (f(logit + step) - f(logit - step)) / 2e-5
    return f(logit), gradient
