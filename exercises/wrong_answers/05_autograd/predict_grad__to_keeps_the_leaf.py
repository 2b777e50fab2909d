"""You expect what .to() returns to be the leaf that it was called on; when it changes the dtype it is an operation, and its result keeps no .grad."""

predict_grad = {"C": 8.0, "D": None, "E": 12.0, "F": 6.0, "G": 6.0, "H": 0.0}
