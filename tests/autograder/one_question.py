"""A notebook of one answer and its tests, made on the spot."""

from pathlib import Path

from autograder.course import ANSWER, Cell, Notebook


def one_question(path: Path, author: str, *tests: str, locked: str = "import numpy as np") -> Notebook:
    """One locked cell, one answer cell `q` whose solution is `author`, one point for each test."""
    cells = [Cell("a", "locked", "locked", True, locked, 0.0, "", {})]
    cells.append(Cell("b", "q", ANSWER, True, author, 0.0, "q", {}))
    cells += [Cell(f"t{i}", f"test_q_{i}", "test", True, t, 1.0, "q", {}) for i, t in enumerate(tests)]
    return Notebook(path, tuple(cells))
