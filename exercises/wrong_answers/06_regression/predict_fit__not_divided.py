"""You forgot that a mean divides by the number of points, in both slopes."""

predict_fit = {"A": 16, "B": 4, "C": 3, "D": 3, "E": 3, "F": 0.75}
