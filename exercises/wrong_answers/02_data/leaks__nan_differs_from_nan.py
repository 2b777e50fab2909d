"""You compare with ==; NaN is not equal to NaN, so every gap looks like a change."""


def leaks(prepare, train, test):
    parts = [np.array(prepare(train.copy(), test + shift)[0]) for shift in (0, 1000, -1000)]
    return not all(np.array_equal(parts[0], part) for part in parts)
