"""You took the coefficient for the curvature; the second derivative of 3x² is 6."""

predict_moves = {"A": 2 / 3, "B": -0.04, "C": 0.5, "D": -0.25, "E": -0.01, "F": 140}
