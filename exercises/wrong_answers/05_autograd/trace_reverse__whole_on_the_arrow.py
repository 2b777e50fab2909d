"""You write the derivative of the whole program on an arrow; an arrow knows its own operation, with the other input held still."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 6, "a": 14, "x": 48, "y": 28},
    "second": {"arrow p to r": 9, "arrow p to q": 8, "dr/dp": 9},
}
