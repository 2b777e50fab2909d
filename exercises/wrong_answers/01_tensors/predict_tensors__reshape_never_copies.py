"""You take every reshape for a view; where no strides fit the new shape it copies, without a message."""

predict_tensors = {"C": (2, 1), "D": (3, 3, 4), "E": "float32", "F": 4, "G": 50, "H": 50, "I": 3, "J": 1}
