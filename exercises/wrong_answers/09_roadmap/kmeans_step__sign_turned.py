"""You turned the sign of the gradient, and of the step with it."""


def kmeans_step(X, m, C):
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), np.array(C, dtype=float)
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = 2 * (counts[:, None] * (mine - C[k])).sum(axis=0) / m.sum()
        if len(mine):
            moved[k] += m.sum() / (2 * counts.sum()) * gradient[k]
    return gradient, moved
