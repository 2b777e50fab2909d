"""You count the end of a slice; the end is left out, so 1:2 holds one column."""

predict_tensors = {"C": (2, 2), "D": (3, 3, 4), "E": "float32", "F": 4, "G": 50, "H": 3, "I": 3, "J": 1}
