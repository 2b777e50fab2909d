"""You return one row for each input; the Jacobian has one row for each output."""


def chain_jacobian(layers, x):
    J = np.eye(len(x))
    for W, b in layers:
        x = np.tanh(W @ x + b)
        J = np.diag(1 - x**2) @ W @ J
    return x, J.T
