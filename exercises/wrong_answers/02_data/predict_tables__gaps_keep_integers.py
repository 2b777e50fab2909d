"""You expect whole numbers with a gap to stay int64; the gap is NaN, and NaN is a float."""

predict_tables = {"A": "int64", "B": 1, "C": 4.0, "D": 3.0, "E": 3, "F": 2}
