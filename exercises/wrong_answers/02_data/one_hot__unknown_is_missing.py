"""You put unknown words into the column of gaps; a word that was written down is not missing."""


def one_hot(train, test):
    names = sorted({word for word in train if word is not None}) + ["missing"]
    place = lambda word: names.index(word) if word in names else len(names) - 1
    encode = lambda words: np.eye(len(names))[[place(word) for word in words]].reshape(len(words), len(names))
    return names, encode(train), encode(test)
