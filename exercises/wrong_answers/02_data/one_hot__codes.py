"""You number the words; a model would read that the second is twice the first."""


def one_hot(train, test):
    names = sorted({word for word in train if word is not None}) + ["missing"]
    code = {word: float(k + 1) for k, word in enumerate(names[:-1])}
    return names, *(np.array([code.get(word, 0.0) for word in words]) for words in (train, test))
