"""You added the slopes of f and forgot how fast its inputs move with t."""

predict_slopes = {"A": 4, "B": 1, "C": 1.6, "D": 5, "E": 0.5, "F": -1}
