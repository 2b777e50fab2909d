"""You added the gradient; descent subtracts it."""

predict_moves = {"A": 1 / 3, "B": 5 * 2.2**3, "C": 0.5, "D": -0.25, "E": -0.01, "F": 140}
