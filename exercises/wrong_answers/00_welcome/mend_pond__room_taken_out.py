"""You take the new part out of the program, so that the old slopes are right; the pond has room for so many fish only."""


def pond(start, rate, room, years):
    n, in_start, in_rate = start, 1.0, 0.0
    for _ in range(years):
        in_start = in_start + rate * in_start
        in_rate = in_rate + n + rate * in_rate
        n = n + rate * n
    return n, in_start, in_rate
