"""You move the array that was handed in, and leave it so."""


def central_gradient(f, x, h=1e-5):
    x[...] = x + h
    start = np.array(x - h, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(np.asarray(start + step)) - f(np.asarray(start - step))) / (2 * h)
    return gradient
