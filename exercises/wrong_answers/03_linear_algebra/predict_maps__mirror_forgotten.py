"""You gave the swap the determinant 1; it turns the picture over, so it has -1."""

predict_maps = {"A": [1, 2], "B": [0, 1], "C": 36, "D": 8, "E": 1, "F": 7, "G": 2, "H": 4}
