"""You take a transpose for a copy; it is a view, and a write through it is seen in the original."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float32", "F": 4, "G": 2, "H": 3, "I": 3, "J": 1}
