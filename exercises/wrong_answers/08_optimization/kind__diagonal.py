"""You looked at the diagonal, the curvatures along the axes; between the axes it may bend the other way."""


def kind(gradient, H):
    if (abs(gradient) > 1e-8).any():
        return "not stationary"
    c = np.sort(np.diag(H))
    if c[0] < -1e-8 and c[-1] > 1e-8:
        return "saddle"
    if c[0] > 1e-8:
        return "minimum"
    return "maximum" if c[-1] < -1e-8 else "undecided"
