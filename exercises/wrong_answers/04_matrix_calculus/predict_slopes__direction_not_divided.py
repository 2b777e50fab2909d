"""You took the dot product with (3, -4) itself; a direction has length one."""

predict_slopes = {"A": 4, "B": 1, "C": 8, "D": 17, "E": 0.5, "F": -1}
