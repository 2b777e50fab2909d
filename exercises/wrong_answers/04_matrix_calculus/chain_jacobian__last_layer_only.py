"""You return the Jacobian of the last layer; the earlier ones move its input."""


def chain_jacobian(layers, x):
    J = np.eye(len(x))
    for W, b in layers:
        x = np.tanh(W @ x + b)
        J = np.diag(1 - x**2) @ W
    return x, J
