"""You code each part with the words that it has; the columns of the two parts do not mean the same."""


def one_hot(train, test):
    def encode(words):
        names = sorted({word for word in words if word is not None}) + ["missing"]
        rows = [[float(name == (word or "missing")) for name in names] for word in words]
        return names, np.array(rows).reshape(len(words), len(names))

    names, ready = encode(train)
    return names, ready, encode(test)[1]
