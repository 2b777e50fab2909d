"""You raise the test rows and never lower them; a leak through the smallest number does not show."""


def leaks(prepare, train, test):
    before, after = (np.array(prepare(train.copy(), test + shift)[0]) for shift in (0, 1000))
    return not np.array_equal(before, after, equal_nan=True)
