"""You leave b out; it has no part in W, but it decides where the slope is taken."""


def chain_jacobian(layers, x):
    J = np.eye(len(x))
    for W, b in layers:
        x = np.tanh(W @ x)
        J = np.diag(1 - x**2) @ W @ J
    return x, J
