"""You give the gain for the quotient; the gain is divided by the nudge."""

predict_first = {"C": -7, "D": -12, "E": 0, "F": -20, "G": "c", "H": "first", "I": 2}
