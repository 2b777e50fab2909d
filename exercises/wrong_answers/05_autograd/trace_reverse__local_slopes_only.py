"""You write down the slope of each line alone and do not multiply it by the adjoint that arrives from above."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 6, "a": 9, "x": 4, "y": 2},
    "second": {"arrow p to r": 1, "arrow p to q": 8, "dr/dp": 9},
}
