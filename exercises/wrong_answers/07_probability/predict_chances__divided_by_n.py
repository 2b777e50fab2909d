"""You divided by n as numpy does; torch divides by n - 1."""

predict_chances = {"A": 0.75, "B": 0.9, "C": 0.3, "D": 14 / 3, "E": 4, "F": 2}
