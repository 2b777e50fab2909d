"""You use the mended slope in start for the slope in rate; each input has a slope of its own."""


def pond(start, rate, room, years):
    n, in_start, in_rate = start, 1.0, 0.0
    for _ in range(years):
        in_start = in_start + rate * in_start - rate * 2 * n * in_start / room
        in_rate = in_rate + n + rate * in_rate - n * n / room - rate * 2 * n * in_start / room
        n = n + rate * n - rate * n * n / room
    return n, in_start, in_rate
