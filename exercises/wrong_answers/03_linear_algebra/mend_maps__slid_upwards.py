"""You transposed the slide; it then slides up in place of to the right."""

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
SLIDE = np.array([[1.0, 1.0], [0.0, 1.0]])


def turn_then_slide(points):
    return SLIDE.T @ TURN @ points


def less_own_mean(table):
    return table - table.mean(axis=1, keepdims=True)


def project(u, v):
    return (u @ v) / (v @ v) * v
