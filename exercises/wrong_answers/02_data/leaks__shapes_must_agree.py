"""You subtract the two training parts; where a leak takes a column away, the shapes do not fit and it stops."""


def leaks(prepare, train, test):
    parts = [np.array(prepare(train.copy(), test + shift)[0]) for shift in (0, 1000, -1000)]
    return any(bool((np.nan_to_num(parts[0]) - np.nan_to_num(part)).any()) for part in parts)
