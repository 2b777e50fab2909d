"""You stepped before backward had filled the gradients."""

loop_lines = ["E", "H", "C", "I", "B", "D", "F", "G", "K", "J"]
