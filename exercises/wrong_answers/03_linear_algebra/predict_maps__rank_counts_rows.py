"""You counted rows for the rank; it counts independent ones."""

predict_maps = {"A": [1, 2], "B": [0, 1], "C": -36, "D": 8, "E": 3, "F": 7, "G": 2, "H": 4}
