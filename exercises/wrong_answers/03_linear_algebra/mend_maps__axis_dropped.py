"""You let the mean lose its axis; on a square table column j then loses the mean of row j."""

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
SLIDE = np.array([[1.0, 1.0], [0.0, 1.0]])


def turn_then_slide(points):
    return SLIDE @ TURN @ points


def less_own_mean(table):
    return table - table.mean(axis=1)


def project(u, v):
    return (u @ v) / (v @ v) * v
