"""You cleared the gradients before each update, just before it could use them."""

loop_lines = ["E", "H", "C", "I", "D", "F", "B", "G", "K", "J"]
