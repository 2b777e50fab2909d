"""You added up batch means and divided by rows, so the loss is on the wrong level."""

loop_lines = ["E", "H", "C", "F", "I", "D", "B", "L", "K", "J"]
