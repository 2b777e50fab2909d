"""You gave the share of all balls; a condition makes the whole smaller."""

predict_chances = {"A": 0.45, "B": 0.45, "C": 0.3, "D": 7, "E": 4, "F": 2}
