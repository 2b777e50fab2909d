"""You let x follow the name y; y = y * 10 makes a new tensor and moves only the name y to it."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float32", "F": 4, "G": 50, "H": 3, "I": 3, "J": 10}
