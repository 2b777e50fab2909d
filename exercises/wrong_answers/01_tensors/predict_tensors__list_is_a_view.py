"""You take what a list of rows picks for a view; a list in brackets always copies."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float32", "F": 4, "G": 50, "H": 3, "I": 50, "J": 1}
