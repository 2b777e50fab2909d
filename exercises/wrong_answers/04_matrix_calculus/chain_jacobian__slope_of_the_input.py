"""You take 1 - s² at the input of tanh; the formula holds for its output."""


def chain_jacobian(layers, x):
    J = np.eye(len(x))
    for W, b in layers:
        s = W @ x + b
        x = np.tanh(s)
        J = np.diag(1 - s**2) @ W @ J
    return x, J
