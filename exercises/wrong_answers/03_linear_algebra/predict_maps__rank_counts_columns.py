"""You counted columns for the rank; the second is a multiple of the first."""

predict_maps = {"A": [1, 2], "B": [0, 1], "C": -36, "D": 8, "E": 2, "F": 7, "G": 2, "H": 4}
