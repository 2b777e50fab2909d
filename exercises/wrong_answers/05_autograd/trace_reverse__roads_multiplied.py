"""You multiply what two roads bring back: along one road slopes are multiplied, where roads meet they are added."""

trace_reverse = {
    "value": {"a": 6, "b": 8, "f": 48},
    "adjoint": {"f": 1, "b": 6, "a": 48, "x": 144, "y": 96},
}
