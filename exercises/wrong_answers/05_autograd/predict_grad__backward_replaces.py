"""You expect backward() to replace what is in .grad; it adds to it until you clear it."""

predict_grad = {"C": 2.0, "D": None, "E": 12.0, "F": 6.0, "G": None, "H": 0.0}
