"""You looked at the signs of the entries of H; the curvatures are its eigenvalues."""


def kind(gradient, H):
    if (abs(gradient) > 1e-8).any():
        return "not stationary"
    c = np.sort(H.ravel())
    if c[0] < -1e-8 and c[-1] > 1e-8:
        return "saddle"
    if c[0] > 1e-8:
        return "minimum"
    return "maximum" if c[-1] < -1e-8 else "undecided"
