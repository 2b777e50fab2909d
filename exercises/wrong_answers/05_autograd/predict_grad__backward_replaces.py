"""You expect backward() to replace what is in .grad; it adds to it until you clear it."""

predict_grad = {"A": 6.0, "B": 10.0, "C": 6.0, "D": None, "E": 12.0, "F": 6.0}
