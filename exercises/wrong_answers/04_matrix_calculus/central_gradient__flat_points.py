"""You hand f a flat array; it expects the shape of x."""


def central_gradient(f, x, h=1e-5):
    flat = np.array(x, dtype=float).ravel()
    steps = h * np.eye(flat.size)
    return np.array([(f(flat + s) - f(flat - s)) / (2 * h) for s in steps]).reshape(x.shape)
