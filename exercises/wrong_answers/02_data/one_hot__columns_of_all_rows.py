"""You let the test rows decide which columns there are; the list of words is a statistic of the training rows."""


def one_hot(train, test):
    names = sorted({word for word in train + test if word is not None}) + ["missing"]
    encode = lambda words: np.array([[float(name == (word or "missing")) for name in names] for word in words]).reshape(
        len(words), len(names)
    )
    return names, encode(train), encode(test)
