"""You expect torch.autograd.grad to add to .grad as backward() does; it returns its result and writes nothing."""

predict_grad = {"A": 12.0, "B": 10.0, "C": 33.0, "D": None, "E": 12.0, "F": 6.0}
