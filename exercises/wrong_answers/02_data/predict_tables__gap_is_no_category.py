"""You forget that dummy_na=True adds a column for the gap."""

predict_tables = {"A": "float64", "B": 1, "C": 4.0, "D": 3.0, "E": 2, "F": 2}
