"""You gave the joint chance of this bag; independent marks would have the product."""

predict_chances = {"A": 0.75, "B": 0.9, "C": 0.45, "D": 7, "E": 4, "F": 2}
