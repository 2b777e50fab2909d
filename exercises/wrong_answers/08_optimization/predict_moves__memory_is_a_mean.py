"""You took the memory of momentum for a running mean; it adds the whole gradient."""

predict_moves = {"A": 1 / 3, "B": -0.04, "C": 0.5, "D": -0.125, "E": -0.01, "F": 140}
