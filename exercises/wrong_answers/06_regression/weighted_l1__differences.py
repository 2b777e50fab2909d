"""You took difference quotients where formulas were wanted, and they step over the kink."""


def weighted_l1(X, y, c, w, b, h=1e-5):
    def loss(w, b):
        return (c * np.abs(X @ w + b - y)).sum() / c.sum()

    steps = h * np.eye(len(w))
    by_w = np.array([(loss(w + step, b) - loss(w - step, b)) / (2 * h) for step in steps])
    return loss(w, b), by_w, (loss(w, b + h) - loss(w, b - h)) / (2 * h)
