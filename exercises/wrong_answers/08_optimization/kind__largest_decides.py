"""You asked the largest curvature alone; the smallest may point the other way."""


def kind(gradient, H):
    if (abs(gradient) > 1e-8).any():
        return "not stationary"
    c = np.linalg.eigvalsh(H)
    if c[-1] > 1e-8:
        return "minimum"
    return "maximum" if c[-1] < -1e-8 else "undecided"
