"""You take what is optional and missing for an error; the chapters run without it."""

predict_first = {"C": -14, "D": -12, "E": 0, "F": -20, "G": "c", "H": "neither", "I": 2}
