"""You put 1 - beta above the line; at the edge the memory swings, so that it is 1 + beta."""

predict_moves = {"A": 1 / 3, "B": -0.04, "C": 1 / 6, "D": -0.25, "E": -0.01, "F": 140}
