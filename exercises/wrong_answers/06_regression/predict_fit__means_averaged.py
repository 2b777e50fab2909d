"""You averaged the means of the batches, though one batch is shorter."""

predict_fit = {"A": 8, "B": 2, "C": 3, "D": 11 / 3, "E": 3, "F": 0.75}
