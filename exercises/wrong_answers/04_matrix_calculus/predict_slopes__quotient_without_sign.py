"""You took the slope to the left as positive; the rise is divided by a negative step."""

predict_slopes = {"A": 4, "B": 1, "C": 1.6, "D": 17, "E": 0.5, "F": 1}
