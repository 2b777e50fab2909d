"""You divided by the number of stored rows; the mean goes over all that they stand for."""


def kmeans_step(X, m, C):
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), np.array(C, dtype=float)
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = 2 * (counts[:, None] * (C[k] - mine)).sum(axis=0) / len(X)
        if len(mine):
            moved[k] -= len(X) / (2 * counts.sum()) * gradient[k]
    return gradient, moved
