"""You forgot the term that only the second variable has."""

predict_slopes = {"A": 4, "B": 4, "C": 1.6, "D": 17, "E": 0.5, "F": -1}
