"""You swapped the factors; a row of the first meets a column of the second."""

predict_maps = {"A": [0, 3], "B": [0, 1], "C": -36, "D": 8, "E": 1, "F": 7, "G": 2, "H": 4}
