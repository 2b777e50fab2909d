"""You expect every tensor of the graph to keep its gradient; only leaves do, and those that asked with retain_grad()."""

predict_grad = {"A": 12.0, "B": 10.0, "C": 6.0, "D": 12.0, "E": 12.0, "F": 6.0}
