"""You send back to x only what comes through a, although x is also added to b directly."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 6, "a": 14, "x": 42, "y": 28},
    "second": {"arrow p to r": 1, "arrow p to q": 8, "dr/dp": 9},
}
