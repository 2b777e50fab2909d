"""You take the slope on the straight arrow for the derivative of the program; when p moves, q moves, too."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 6, "a": 14, "x": 48, "y": 28},
    "second": {"arrow p to r": 1, "arrow p to q": 8, "dr/dp": 1},
}
