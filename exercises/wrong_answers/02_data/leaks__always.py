"""You answer True for everything; a check that never says no finds nothing."""


def leaks(prepare, train, test):
    return True
