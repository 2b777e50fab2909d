"""You shuffle features and targets each in an order of its own; every sample gets another one's target."""


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
        order = self.random.permutation(n).tolist() if self.shuffle else list(range(n))
        other = self.random.permutation(n).tolist() if self.shuffle else order
        for k in range(len(self)):
            part = slice(k * self.size, (k + 1) * self.size)
            xs, ys = [self.data[i][0] for i in order[part]], [self.data[i][1] for i in other[part]]
            yield np.stack(xs), np.stack(ys)
