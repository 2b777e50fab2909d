"""You took difference quotients where delta was wanted, and they see both sides of a kink."""


def network_gradients(layers, X, Y, h=1e-4):
    def loss():
        a = X
        for k, (W, b) in enumerate(layers):
            a = W @ a + b
            a = np.maximum(a, 0) if k < len(layers) - 1 else a
        return ((a - Y) ** 2).sum() / X.shape[1]

    def slopes(p):
        result = np.zeros(p.shape)
        for index in np.ndindex(p.shape):
            kept = p[index]
            p[index] = kept + h
            up = loss()
            p[index] = kept - h
            result[index] = (up - loss()) / (2 * h)
            p[index] = kept
        return result

    return loss(), [(slopes(W), slopes(b)) for W, b in layers]
