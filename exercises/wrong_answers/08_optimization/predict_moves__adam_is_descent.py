"""You multiplied the rate by the gradient; Adam divides by the usual size."""

predict_moves = {"A": 1 / 3, "B": -0.04, "C": 0.5, "D": -0.25, "E": -0.3, "F": 140}
