"""You take features and targets of different length; the rest of the longer one is lost without a word."""


class Rows:
    def __init__(self, X, y):
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
        order = self.random.permutation(n).tolist() if self.shuffle else list(range(n))
        for k in range(len(self)):
            pairs = [self.data[i] for i in order[k * self.size : (k + 1) * self.size]]
            yield tuple(np.stack(column) for column in zip(*pairs))
