"""You differentiate through what was computed under no_grad, although it was never recorded."""

predict_grad = {"C": 8.0, "D": None, "E": 12.0, "F": 12.0, "G": None, "H": 0.0}
