"""You divided each column by its std; then a long direction counts no more than a short one."""


def principal(X, k):
    C = (X - X.mean(axis=0)) / X.std(axis=0, ddof=1)
    _, S, Vh = np.linalg.svd(C, full_matrices=False)
    return Vh[:k], S[:k] ** 2 / (len(X) - 1)
