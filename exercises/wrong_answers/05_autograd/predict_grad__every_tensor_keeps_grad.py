"""You expect every tensor of the graph to keep its gradient; only leaves do, and those that asked with retain_grad()."""

predict_grad = {"C": 8.0, "D": 12.0, "E": 12.0, "F": 6.0, "G": 6.0, "H": 0.0}
