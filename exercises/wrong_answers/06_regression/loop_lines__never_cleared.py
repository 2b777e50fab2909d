"""You left zero_grad out, so the gradients of all batches pile up."""

loop_lines = ["E", "H", "C", "I", "D", "B", "G", "L", "K", "J"]
