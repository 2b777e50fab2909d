"""You shift the first test row alone; a leak that goes through another row is missed."""


def leaks(prepare, train, test):
    def training_part(shift):
        changed = test.copy()
        changed[0] += shift
        return np.array(prepare(train.copy(), changed)[0])

    before = training_part(0)
    return any(not np.array_equal(before, training_part(shift), equal_nan=True) for shift in (1000, -1000))
