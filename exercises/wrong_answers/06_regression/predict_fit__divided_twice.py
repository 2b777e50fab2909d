"""You divided the sum of batch means by the number of rows, so you divided twice."""

predict_fit = {"A": 8, "B": 2, "C": 3, "D": 11 / 40, "E": 3, "F": 0.75}
