"""You followed one path from t to f; t also moves the other input."""

predict_slopes = {"A": 4, "B": 1, "C": 1.6, "D": 16, "E": 0.5, "F": -1}
