"""You let a number of Python make a byte longer; the result stays uint8 and wraps around at 256."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float32", "F": 260, "G": 50, "H": 3, "I": 3, "J": 1}
