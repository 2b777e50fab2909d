"""You turned the signs round; positive curvatures in all directions make a minimum."""


def kind(gradient, H):
    if (abs(gradient) > 1e-8).any():
        return "not stationary"
    c = np.linalg.eigvalsh(H)
    if c[0] < -1e-8 and c[-1] > 1e-8:
        return "saddle"
    if c[0] > 1e-8:
        return "maximum"
    return "minimum" if c[-1] < -1e-8 else "undecided"
