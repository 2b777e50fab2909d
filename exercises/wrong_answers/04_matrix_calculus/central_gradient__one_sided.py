"""You take a step to one side only; that is good to about h."""


def central_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(np.asarray(x + step)) - f(x)) / h
    return gradient
