"""You take a second name for a copy; y = x leads to the same tensor, and += writes into it."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float32", "F": 4, "G": 50, "H": 3, "I": 3, "J": 0}
