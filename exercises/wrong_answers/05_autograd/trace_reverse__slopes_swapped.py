"""You take the slope of a product towards a factor to be that factor itself; it is the other one."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 8, "a": 14, "x": 36, "y": 42},
    "second": {"arrow p to r": 1, "arrow p to q": 8, "dr/dp": 9},
}
