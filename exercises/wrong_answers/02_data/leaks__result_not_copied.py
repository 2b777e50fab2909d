"""You keep the array that came back and compare it later; the next call may have overwritten it."""


def leaks(prepare, train, test):
    parts = [prepare(train.copy(), test + shift)[0] for shift in (0, 1000, -1000)]
    return not all(np.array_equal(parts[0], part, equal_nan=True) for part in parts)
