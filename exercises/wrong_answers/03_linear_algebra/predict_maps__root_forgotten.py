"""You added the squares and took no root."""

predict_maps = {"A": [1, 2], "B": [0, 1], "C": -36, "D": 8, "E": 1, "F": 7, "G": 2, "H": 16}
