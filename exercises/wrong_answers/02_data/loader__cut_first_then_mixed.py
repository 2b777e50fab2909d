"""You cut into batches and shuffle the batches; drop_last always leaves out the same samples."""


class Rows:
    def __init__(self, X, y):
        if len(X) != len(y):
            raise ValueError("lengths differ")
        self.X, self.y = X, y

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.X[i], self.y[i]


class Loader:
    def __init__(self, data, batch_size, shuffle=False, drop_last=False, seed=0):
        self.data, self.size, self.shuffle, self.drop_last = data, batch_size, shuffle, drop_last
        self.random = np.random.default_rng(seed)

    def __len__(self):
        return len(self.data) // self.size if self.drop_last else -(-len(self.data) // self.size)

    def __iter__(self):
        n = len(self.data)
        order = list(range(n))
        starts = list(range(len(self)))
        if self.shuffle:
            starts = self.random.permutation(len(self)).tolist()
        for k in starts:
            rows = order[k * self.size : (k + 1) * self.size]
            if self.shuffle:
                rows = self.random.permutation(rows).tolist()
            pairs = [self.data[i] for i in rows]
            yield tuple(np.stack(column) for column in zip(*pairs))
