"""You let a byte stop at its largest number; it wraps around to 0 and counts on."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float32", "F": 255, "G": 50, "H": 3, "I": 3, "J": 1}
