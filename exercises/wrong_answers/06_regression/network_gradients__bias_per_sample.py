"""You returned one column of delta for each sample as the gradient of a bias."""


def network_gradients(layers, X, Y):
    m, activations = X.shape[1], [X]
    for W, b in layers[:-1]:
        activations.append(np.maximum(W @ activations[-1] + b, 0))
    W, b = layers[-1]
    residual = W @ activations[-1] + b - Y
    delta, gradients = 2 * residual, []
    for k in reversed(range(len(layers))):
        gradients.append((delta @ activations[k].T / m, delta))
        if k > 0:
            delta = (layers[k][0].T @ delta) * (activations[k] > 0)
    return (residual**2).sum() / m, gradients[::-1]
