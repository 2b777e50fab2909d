"""You compare the test part, which may change; the question is whether a training row moves."""


def leaks(prepare, train, test):
    parts = [np.array(prepare(train.copy(), test + shift)[1]) for shift in (0, 1000, -1000)]
    return not all(np.array_equal(parts[0], part, equal_nan=True) for part in parts)
