"""You gave torch's slope at the kink; the central difference looks to both sides."""

predict_slopes = {"A": 4, "B": 1, "C": 1.6, "D": 17, "E": 0, "F": -1}
