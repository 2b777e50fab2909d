"""You build the Jacobian; it has (length of the row) squared entries, and only its product with v is asked for."""


def vjp_of_softmax(x, v):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True)
    eye = np.broadcast_to(np.eye(x.shape[-1]), x.shape + x.shape[-1:])
    jacobian = y[..., :, None] * (eye - y[..., None, :])
    return np.einsum("...i,...ij->...j", v, jacobian)


def vjp_of_cumsum(v):
    return v[..., ::-1].cumsum(axis=-1)[..., ::-1]
