"""You gave the rate that lands in one step; the edge is twice that."""

predict_moves = {"A": 1 / 6, "B": -0.04, "C": 0.5, "D": -0.25, "E": -0.01, "F": 140}
