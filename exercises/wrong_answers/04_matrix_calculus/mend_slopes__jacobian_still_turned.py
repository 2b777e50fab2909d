"""You left one row for each input; a Jacobian has one row for each output."""


def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


def jacobian(f, x, h=1e-5):
    steps = h * np.eye(len(x))
    return np.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps])


def det_gradient(A):
    return np.linalg.det(A) * np.linalg.inv(A).T
