"""You dropped the two rows that are left; they make a batch, too."""

predict_moves = {"A": 1 / 3, "B": -0.04, "C": 0.5, "D": -0.25, "E": -0.01, "F": 120}
