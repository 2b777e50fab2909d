"""You forgot that both memories start at 0 and are corrected."""

predict_moves = {"A": 1 / 3, "B": -0.04, "C": 0.5, "D": -0.25, "E": -0.01 * 0.1 / 0.001**0.5, "F": 140}
