"""You let a tensor without axes make a float32 result longer; it is too weak for that."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float64", "F": 4, "G": 50, "H": 3, "I": 3, "J": 1}
