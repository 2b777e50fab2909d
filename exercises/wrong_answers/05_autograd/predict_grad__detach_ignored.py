"""You differentiate through detach(), although the sweep sees the detached factor as a plain number."""

predict_grad = {"A": 12.0, "B": 28.0, "C": 6.0, "D": None, "E": 12.0, "F": 6.0}
