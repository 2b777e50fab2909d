"""You compare one sum of the training part; rows that change places leave it as it is."""


def leaks(prepare, train, test):
    sums = [float(np.nansum(prepare(train.copy(), test + shift)[0])) for shift in (0, 1000, -1000)]
    return not np.allclose(sums, sums[0])
