"""You kept the integers of the centres, so the moves were cut to whole numbers."""


def kmeans_step(X, m, C):
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), C.copy()
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = 2 * (counts[:, None] * (C[k] - mine)).sum(axis=0) / m.sum()
        if len(mine):
            moved[k] = (counts[:, None] * mine).sum(axis=0) / counts.sum()
    return gradient, moved
