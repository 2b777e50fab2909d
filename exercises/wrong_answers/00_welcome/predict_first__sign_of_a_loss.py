"""You give a slope without its sign; where the result falls, the slope is negative."""

predict_first = {"C": -14, "D": 12, "E": 0, "F": 20, "G": "c", "H": "first", "I": 2}
