"""You copy x as it is; an array of integers cannot move by a small step."""


def central_gradient(f, x, h=1e-5):
    x = x.copy()
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        up = f(x)
        x[index] = old - h
        down = f(x)
        x[index] = old
        gradient[index] = (up - down) / (2 * h)
    return gradient
