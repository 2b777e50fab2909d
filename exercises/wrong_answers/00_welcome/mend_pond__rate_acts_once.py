"""You count the rate where it stands in the formula; the fish that it made in the years before count as well."""


def pond(start, rate, room, years):
    n, in_start, in_rate = start, 1.0, 0.0
    for _ in range(years):
        in_start = in_start + rate * in_start - rate * 2 * n * in_start / room
        in_rate = in_rate + n + rate * in_rate - n * n / room
        n = n + rate * n - rate * n * n / room
    return n, in_start, in_rate
