"""You divided by the counts of each centre; the loss is one mean over all rows."""


def kmeans_step(X, m, C):
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), np.array(C, dtype=float)
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = 2 * (counts[:, None] * (C[k] - mine)).sum(axis=0) / max(counts.sum(), 1)
        if len(mine):
            moved[k] -= 1 / 2 * gradient[k]
    return gradient, moved
