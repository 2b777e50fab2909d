"""You compute with endless digits; the computer keeps about 16, and a nudge of 1e-17 is lost."""

predict_first = {"C": -14, "D": -12, "E": -12, "F": -20, "G": "c", "H": "first", "I": 2}
