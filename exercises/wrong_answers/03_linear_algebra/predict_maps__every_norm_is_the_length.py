"""You took every norm for the Euclidean length; ord 1 adds absolute values."""

predict_maps = {"A": [1, 2], "B": [0, 1], "C": -36, "D": 8, "E": 1, "F": 5, "G": 2, "H": 4}
