"""You took one factor 2 out of the determinant; each of the three sides is doubled."""

predict_maps = {"A": [1, 2], "B": [0, 1], "C": -36, "D": 2, "E": 1, "F": 7, "G": 2, "H": 4}
