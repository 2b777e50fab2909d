"""You did not centre the cloud; its first direction then points at the mean."""


def principal(X, k):
    _, S, Vh = np.linalg.svd(X, full_matrices=False)
    return Vh[:k], S[:k] ** 2 / (len(X) - 1)
