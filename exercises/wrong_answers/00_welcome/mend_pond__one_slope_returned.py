"""You return one slope; a program with two inputs has two, and the number of fish comes first."""


def pond(start, rate, room, years):
    n, in_start = start, 1.0
    for _ in range(years):
        in_start = in_start + rate * in_start - rate * 2 * n * in_start / room
        n = n + rate * n - rate * n * n / room
    return in_start
