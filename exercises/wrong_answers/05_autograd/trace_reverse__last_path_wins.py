"""You keep what comes back along one arrow and lose the other: the adjoint of a node is the sum over all arrows that leave it."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 6, "a": 8, "x": 24, "y": 16},
    "second": {"arrow p to r": 1, "arrow p to q": 8, "dr/dp": 9},
}
