"""You added up the losses themselves, which keeps the graphs of all batches."""

loop_lines = ["E", "H", "C", "F", "I", "D", "B", "A", "K", "J"]
