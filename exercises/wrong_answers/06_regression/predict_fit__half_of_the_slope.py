"""You took r for the slope of the square, where it is 2r."""

predict_fit = {"A": 4, "B": 1, "C": 3, "D": 3, "E": 3, "F": 0.75}
