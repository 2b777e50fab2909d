"""You used the rule of the determinant, which is for two parameters."""


def kind(gradient, H):
    if (abs(gradient) > 1e-8).any():
        return "not stationary"
    d = np.linalg.det(H)
    if abs(d) < 1e-8:
        return "undecided"
    if d < 0 and len(H) > 1:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"
