"""You leave the row of a gap empty; it has its 1 in the column missing, unlike an unknown word."""


def one_hot(train, test):
    names = sorted({word for word in train if word is not None}) + ["missing"]
    encode = lambda words: np.array([[float(name == word) for name in names] for word in words]).reshape(
        len(words), len(names)
    )
    return names, encode(train), encode(test)
