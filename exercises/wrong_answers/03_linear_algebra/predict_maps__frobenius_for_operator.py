"""You took the Frobenius norm for the operator norm; the second is the largest stretch."""

predict_maps = {"A": [1, 2], "B": [0, 1], "C": -36, "D": 8, "E": 1, "F": 7, "G": 2.8284271247461903, "H": 4}
