"""You forgot the 2 of the square, in the slope and in the curvature."""


def kmeans_step(X, m, C):
    nearest = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
    gradient, moved = np.zeros(C.shape), np.array(C, dtype=float)
    for k in range(len(C)):
        mine, counts = X[nearest == k], m[nearest == k]
        gradient[k] = (counts[:, None] * (C[k] - mine)).sum(axis=0) / m.sum()
        if len(mine):
            moved[k] -= m.sum() / counts.sum() * gradient[k]
    return gradient, moved
