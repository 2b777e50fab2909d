"""You did not look at the gradient; where it is not 0, the point is none of the three."""


def kind(gradient, H):
    c = np.linalg.eigvalsh(H)
    if c[0] < -1e-8 and c[-1] > 1e-8:
        return "saddle"
    if c[0] > 1e-8:
        return "minimum"
    return "maximum" if c[-1] < -1e-8 else "undecided"
