"""You let the price act in one bracket of a product only; it acts in both, and the two effects add."""

predict_first = {"C": -14, "D": -32, "E": 0, "F": -20, "G": "c", "H": "first", "I": 2}
