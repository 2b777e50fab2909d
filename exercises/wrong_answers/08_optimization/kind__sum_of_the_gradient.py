"""You added the entries of the gradient, and they may cancel."""


def kind(gradient, H):
    if abs(gradient.sum()) > 1e-8:
        return "not stationary"
    c = np.linalg.eigvalsh(H)
    if c[0] < -1e-8 and c[-1] > 1e-8:
        return "saddle"
    if c[0] > 1e-8:
        return "minimum"
    return "maximum" if c[-1] < -1e-8 else "undecided"
