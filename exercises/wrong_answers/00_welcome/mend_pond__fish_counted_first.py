"""You move n before its slopes; the slopes of a year need the n with which the year began."""


def pond(start, rate, room, years):
    n, in_start, in_rate = start, 1.0, 0.0
    for _ in range(years):
        n = n + rate * n - rate * n * n / room
        in_start = in_start + rate * in_start - rate * 2 * n * in_start / room
        in_rate = in_rate + n + rate * in_rate - n * n / room - rate * 2 * n * in_rate / room
    return n, in_start, in_rate
