"""You differentiate through what was computed under no_grad, although it was never recorded."""

predict_grad = {"A": 12.0, "B": 10.0, "C": 6.0, "D": None, "E": 12.0, "F": 12.0}
