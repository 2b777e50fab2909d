"""You return J v, the forward product; softmax hides the difference because its Jacobian is symmetric, the running sum does not."""


def vjp_of_softmax(x, v):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True)
    return y * (v - (v * y).sum(axis=-1, keepdims=True))


def vjp_of_cumsum(v):
    return v.cumsum(axis=-1)
