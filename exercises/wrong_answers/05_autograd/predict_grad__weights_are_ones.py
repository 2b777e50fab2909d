"""You ignore the argument of backward and add all slopes with weight 1; it says how much each output counts."""

predict_grad = {"C": 8.0, "D": None, "E": 3.0, "F": 6.0, "G": None, "H": 0.0}
