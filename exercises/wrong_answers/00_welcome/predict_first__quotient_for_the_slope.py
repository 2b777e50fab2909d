"""You take the quotient of a large nudge for the slope; the slope is what it comes near when the nudge shrinks."""

predict_first = {"C": -14, "D": -14, "E": 0, "F": -20, "G": "c", "H": "first", "I": 2}
