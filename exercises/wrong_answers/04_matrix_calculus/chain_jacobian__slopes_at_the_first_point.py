"""You take every Jacobian at the first x; each belongs to the point where its layer works."""


def chain_jacobian(layers, x):
    J, y = np.eye(len(x)), x
    for W, b in layers:
        t = np.tanh(W @ x + b) if W.shape[1] == len(x) else np.tanh(W @ y + b)
        J = np.diag(1 - t**2) @ W @ J
        y = np.tanh(W @ y + b)
    return y, J
