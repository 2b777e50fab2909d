"""You let the step use a gradient that zero_grad had cleared before."""

predict_fit = {"A": 8, "B": 2, "C": 3, "D": 3, "E": 2.4, "F": 0.75}
