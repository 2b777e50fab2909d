"""You divided the caller's counts by their sum; they were integers, and all became 0."""


def kmeans_step(X, m, C):
    m[:] = m / m.sum()
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), np.array(C, dtype=float)
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = 2 * (counts[:, None] * (C[k] - mine)).sum(axis=0) / m.sum()
        if len(mine):
            moved[k] -= m.sum() / (2 * counts.sum()) * gradient[k]
    return gradient, moved
