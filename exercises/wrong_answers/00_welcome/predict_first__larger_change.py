"""You choose the input with the larger change; what counts is slope times change."""

predict_first = {"C": -14, "D": -12, "E": 0, "F": -20, "G": "p", "H": "first", "I": 2}
