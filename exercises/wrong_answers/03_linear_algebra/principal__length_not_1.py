"""You returned directions stretched by their singular values; a direction has length 1."""


def principal(X, k):
    C = X - X.mean(axis=0)
    _, S, Vh = np.linalg.svd(C, full_matrices=False)
    return Vh[:k] * S[:k, None], S[:k] ** 2 / (len(X) - 1)
