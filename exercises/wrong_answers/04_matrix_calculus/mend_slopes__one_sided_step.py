"""You made the step larger and left the quotient one-sided; a secant to one side is only good to about h."""


def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x)) / h


def jacobian(f, x, h=1e-5):
    steps = h * np.eye(len(x))
    return np.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps], axis=1)


def det_gradient(A):
    return np.linalg.det(A) * np.linalg.inv(A).T
