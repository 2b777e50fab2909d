"""You let n * n move as fast as n does; it moves 2n times as fast."""


def pond(start, rate, room, years):
    n, in_start, in_rate = start, 1.0, 0.0
    for _ in range(years):
        in_start = in_start + rate * in_start - rate * n * in_start / room
        in_rate = in_rate + n + rate * in_rate - n * n / room - rate * n * in_rate / room
        n = n + rate * n - rate * n * n / room
    return n, in_start, in_rate
