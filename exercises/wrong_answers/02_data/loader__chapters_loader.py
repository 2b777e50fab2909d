"""You took the chapter's loader: it has no len, no order of its own, and knows nothing of drop_last."""


class Rows:
    def __init__(self, X, y):
        self.X, self.y = X, y

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.X[i], self.y[i]


def in_batches(data, size):
    for start in range(0, len(data), size):
        stop = min(start + size, len(data))
        pairs = [data[i] for i in range(start, stop)]
        xs, ys = zip(*pairs)
        yield np.stack(xs), np.stack(ys)


class Loader:
    def __init__(self, data, size):
        self.data, self.size = data, size

    def __iter__(self):
        return in_batches(self.data, self.size)
