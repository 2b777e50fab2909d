"""You took target minus prediction, which turns both slopes."""

predict_fit = {"A": -8, "B": -2, "C": 3, "D": 3, "E": 3, "F": 0.75}
