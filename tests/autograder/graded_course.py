"""A small course that nbgrader generated, and what tests of the command ask of it."""

from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder import plain_nbgrader
from autograder.cli import main

from . import small_course
from .conftest import by_id, write

WRONG_MEAN = "def mean(numbers):\n    print('seen')\n    return sum(numbers)"


def hand_in(root, student, **answers):
    nb = small_course.notebook()
    for name, source in answers.items():
        by_id(nb, name).source = source
    folder = root / "submitted" / student / "01_small"
    folder.mkdir(parents=True, exist_ok=True)
    return write(nb, folder / "01_small.ipynb")


def grade(root, *words):
    return CliRunner().invoke(main, ["grade", "01", "--course", str(root), "--workers", "2", *words])


def api(root):
    """What formgrader asks."""
    return plain_nbgrader._api(root)


def scores(root):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        return {
            s.student_id: {g.name: g.auto_score for n in s.notebooks for g in n.grades}
            for s in book.assignment_submissions("01_small")
        }


def needs_a_human(root, student):
    """Whether every cell of a submission waits for a mark in formgrader."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        submission = book.find_submission("01_small", student)
        return all(g.needs_manual_grade and g.auto_score is None for n in submission.notebooks for g in n.grades)


def total(grades):
    return sum(points for points in grades.values() if points is not None)
