"""You compared with exactly 0; a computed 0 is hardly ever exact."""


def kind(gradient, H):
    if (abs(gradient) > 0).any():
        return "not stationary"
    c = np.linalg.eigvalsh(H)
    if c[0] < 0 and c[-1] > 0:
        return "saddle"
    if c[0] > 0:
        return "minimum"
    return "maximum" if c[-1] < 0 else "undecided"
