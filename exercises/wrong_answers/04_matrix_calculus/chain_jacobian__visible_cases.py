"""You wrote what one layer gives; a chain has several."""


def chain_jacobian(layers, x):
    W, b = layers[0]
    y = np.tanh(W @ x + b)
    return y, (1 - y**2)[:, None] * W
