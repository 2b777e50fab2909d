"""You took the edge along y alone; one rate serves both directions, and the steepest counts."""

predict_moves = {"A": 2, "B": -0.04, "C": 3, "D": -0.25, "E": -0.01, "F": 140}
