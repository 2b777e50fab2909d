"""You divide by all rows for the mean; a gap adds nothing and does not count."""

predict_tables = {"A": "float64", "B": 1, "C": 8 / 3, "D": 3.0, "E": 3, "F": 2}
