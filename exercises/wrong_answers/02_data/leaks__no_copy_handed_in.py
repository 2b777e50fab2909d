"""You hand the same array in each time; a preparation that writes into it changes what the next call gets."""


def leaks(prepare, train, test):
    parts = [np.array(prepare(train, test + shift)[0]) for shift in (0, 1000, -1000)]
    return not all(np.array_equal(parts[0], part, equal_nan=True) for part in parts)
