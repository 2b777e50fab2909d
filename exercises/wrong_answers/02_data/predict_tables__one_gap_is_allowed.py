"""You drop only rows that are empty; dropna() drops a row for one gap."""

predict_tables = {"A": "float64", "B": 2, "C": 4.0, "D": 3.0, "E": 3, "F": 2}
