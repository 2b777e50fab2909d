"""You install a package with its old list of versions; it takes your numpy and pandas back by years."""

predict_first = {"C": -14, "D": -12, "E": 0, "F": -20, "G": "c", "H": "first", "I": 1}
