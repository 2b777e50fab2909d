"""You took a central difference and left the step; at 1e-15 nothing but rounding is left."""


def slope(f, x):
    h = 1e-15
    return (f(x + h) - f(x - h)) / (2 * h)


def jacobian(f, x, h=1e-5):
    steps = h * np.eye(len(x))
    return np.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps], axis=1)


def det_gradient(A):
    return np.linalg.det(A) * np.linalg.inv(A).T
