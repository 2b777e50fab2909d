"""You used all twelve lines, though two of them are not needed."""

loop_lines = ["E", "H", "C", "F", "I", "D", "B", "G", "A", "L", "K", "J"]
