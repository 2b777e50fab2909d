"""You take NaN as equal to itself; it equals nothing, so gaps are found with isna()."""

predict_tables = {"A": "float64", "B": 1, "C": 4.0, "D": 3.0, "E": 3, "F": 3}
