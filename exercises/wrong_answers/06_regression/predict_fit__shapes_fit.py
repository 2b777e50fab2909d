"""You took (2, 1) minus (2,) for two differences; it is a table of four."""

predict_fit = {"A": 8, "B": 2, "C": 5, "D": 3, "E": 3, "F": 0.75}
