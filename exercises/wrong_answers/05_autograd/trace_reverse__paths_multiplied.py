"""You multiply what two paths bring back: along one path slopes are multiplied, where paths meet they are added."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 6, "a": 48, "x": 144, "y": 96},
    "second": {"arrow p to r": 1, "arrow p to q": 8, "dr/dp": 9},
}
