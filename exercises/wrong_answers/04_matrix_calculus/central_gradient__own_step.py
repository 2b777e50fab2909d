"""You use a step of your own and ignore the one that is handed in."""


def central_gradient(f, x, h=1e-5):
    h = 1e-5
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(np.asarray(x + step)) - f(np.asarray(x - step))) / (2 * h)
    return gradient
