"""You took the density for the chance of a point; it is the chance per unit of x."""

predict_chances = {"A": 0.75, "B": 0.9, "C": 0.3, "D": 7, "E": 0, "F": 2}
