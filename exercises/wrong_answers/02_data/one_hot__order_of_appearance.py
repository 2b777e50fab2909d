"""You list the words in the order in which they come; a table in another order would get other columns."""


def one_hot(train, test):
    names = [word for word in dict.fromkeys(train) if word is not None] + ["missing"]
    encode = lambda words: np.array([[float(name == (word or "missing")) for name in names] for word in words]).reshape(
        len(words), len(names)
    )
    return names, encode(train), encode(test)
