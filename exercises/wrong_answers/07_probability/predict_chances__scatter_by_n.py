"""You divided the standard deviation by n; the variance is divided by n."""

predict_chances = {"A": 0.75, "B": 0.9, "C": 0.3, "D": 7, "E": 4, "F": 0.4}
