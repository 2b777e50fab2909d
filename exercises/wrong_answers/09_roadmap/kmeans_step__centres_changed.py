"""You moved the centres that were handed in."""


def kmeans_step(X, m, C):
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), np.array(C, dtype=float)
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = 2 * (counts[:, None] * (C[k] - mine)).sum(axis=0) / m.sum()
        if len(mine):
            moved[k] -= m.sum() / (2 * counts.sum()) * gradient[k]
    if C.dtype == float:
        C[:] = moved
    return gradient, moved
