"""You line shapes up at the left; broadcasting aligns them at the right, and a missing axis is added in front."""

predict_tensors = {"C": (2, 1), "D": (3, 1, 4), "E": "float32", "F": 4, "G": 50, "H": 3, "I": 3, "J": 1}
