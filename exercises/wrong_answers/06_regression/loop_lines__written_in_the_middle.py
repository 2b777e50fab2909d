"""You wrote the loss of an epoch down in the middle of its batches."""

loop_lines = ["E", "H", "C", "F", "I", "D", "J", "B", "G", "K"]
