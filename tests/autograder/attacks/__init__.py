"""Attacks on the grader: `python3 go.py attacks` runs them all."""
