"""You start with the first layer; a chain without layers has the identity as its Jacobian."""


def chain_jacobian(layers, x):
    J = None
    for W, b in layers:
        x = np.tanh(W @ x + b)
        one = np.diag(1 - x**2) @ W
        J = one if J is None else one @ J
    return x, J
