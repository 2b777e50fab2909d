"""You expect a cut made with iloc to share its memory with the table for ever; pandas copies on write."""

predict_tables = {"A": "float64", "B": 1, "C": 4.0, "D": 9.0, "E": 3, "F": 2}
