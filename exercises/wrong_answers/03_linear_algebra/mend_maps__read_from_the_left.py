"""You read a product of maps from the left; the map that acts first stands on the right."""

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
SLIDE = np.array([[1.0, 1.0], [0.0, 1.0]])


def turn_then_slide(points):
    return TURN @ SLIDE @ points


def less_own_mean(table):
    return table - table.mean(axis=1, keepdims=True)


def project(u, v):
    return (u @ v) / (v @ v) * v
