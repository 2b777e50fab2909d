"""What the notebooks use beside the engine: compare with torch, draw, step through, quiz, plot."""
