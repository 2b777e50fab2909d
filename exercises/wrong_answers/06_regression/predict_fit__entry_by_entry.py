"""You took softmax for a function that works entry by entry."""

predict_fit = {"A": 8, "B": 2, "C": 3, "D": 3, "E": 3, "F": 0}
