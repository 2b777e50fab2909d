"""You projected v on the line of u; the result lies on the line of v."""

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
SLIDE = np.array([[1.0, 1.0], [0.0, 1.0]])


def turn_then_slide(points):
    return SLIDE @ TURN @ points


def less_own_mean(table):
    return table - table.mean(axis=1, keepdims=True)


def project(u, v):
    return (u @ v) / (u @ u) * u
