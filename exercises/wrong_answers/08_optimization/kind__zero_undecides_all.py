"""You gave up at each 0; one curvature up and one down make a saddle all the same."""


def kind(gradient, H):
    if (abs(gradient) > 1e-8).any():
        return "not stationary"
    c = np.linalg.eigvalsh(H)
    if (abs(c) < 1e-8).any():
        return "undecided"
    if c[0] < -1e-8 and c[-1] > 1e-8:
        return "saddle"
    if c[0] > 1e-8:
        return "minimum"
    return "maximum" if c[-1] < -1e-8 else "undecided"
