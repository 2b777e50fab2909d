"""You drop the column missing when training has no gap; the test rows may still have one."""


def one_hot(train, test):
    names = sorted({word for word in train if word is not None}) + ["missing"] * (None in train)
    encode = lambda words: np.array([[float(name == (word or "missing")) for name in names] for word in words]).reshape(
        len(words), len(names)
    )
    return names, encode(train), encode(test)
