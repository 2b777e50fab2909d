"""You read the bar the wrong way round: what stands behind it is the whole."""

predict_chances = {"A": 0.9, "B": 0.75, "C": 0.3, "D": 7, "E": 4, "F": 2}
