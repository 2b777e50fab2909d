"""You took @ for a product entry by entry; @ puts two maps in a row."""

predict_maps = {"A": [0, 1], "B": [0, 1], "C": -36, "D": 8, "E": 1, "F": 7, "G": 2, "H": 4}
