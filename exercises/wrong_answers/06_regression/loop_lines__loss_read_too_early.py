"""You used the loss above the line that computes it."""

loop_lines = ["E", "H", "C", "F", "G", "I", "D", "B", "K", "J"]
