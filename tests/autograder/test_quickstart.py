"""A course that is not ours: nbgrader's own quickstart, graded by nbgrader and by `autograder grade`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import main

from .conftest import by_id, write

WRONG = {
    "squares": "def squares(n):\n    return [i**2 for i in range(1, n + 1)]",
    "sum_of_squares": "def sum_of_squares(n):\n    return sum(i**2 for i in range(1, n + 1))",
    "sum_of_squares_application": "# nothing comes to mind",
}
OFF_BY_ONE = {
    "squares": "def squares(n):\n    if n < 1:\n        raise ValueError('too small')\n"
    "    return [i**2 for i in range(n)]",
    "sum_of_squares": "def sum_of_squares(n):\n    print(n)\n    return sum(squares(n))",
}
STUDENTS = {"ada": {}, "bob": WRONG, "eve": OFF_BY_ONE, "lin": None}  # None: handed in as released


def run(folder, *words):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def hand_in(root, student, answers):
    folder = Path(shutil.copytree(root / "release" / "ps1", root / "submitted" / student / "ps1"))
    for path in sorted(folder.glob("*.ipynb")) if answers is not None else ():
        nb, source = nbformat.read(path, 4), nbformat.read(root / "source" / "ps1" / path.name, 4)
        for cell in (c for c in source.cells if c.metadata.get("nbgrader", {}).get("solution")):
            name = cell.metadata.nbgrader.grade_id
            by_id(nb, name).source = answers.get(name, cell.source)
        write(nb, path)


def gradebook(root):
    """Every grade of every student, and whether it waits for a human."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course101") as book:
        return {
            (s.student_id, g.name): (g.auto_score, g.needs_manual_grade)
            for s in book.assignment_submissions("ps1")
            for n in s.notebooks
            for g in n.grades
        }


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quickstart")
    run(folder, "quickstart", "course101")
    run(folder / "course101", "generate_assignment", "ps1")
    for student, answers in STUDENTS.items():
        hand_in(folder / "course101", student, answers)
    return folder / "course101"


def test_the_quickstart_course_gets_the_grades_that_nbgrader_gives(root, tmp_path):
    ours = Path(shutil.copytree(root, tmp_path / "ours"))
    run(root, "autograde", "ps1", "--Execute.shutdown_kernel=immediate")
    theirs = gradebook(root)
    result = CliRunner().invoke(main, ["grade", "ps1", "--course", str(ours), "--workers", "2"])
    assert result.exit_code == 0, result.output
    assert gradebook(ours) == theirs
    points = {s: sum(p for (who, _), (p, _) in theirs.items() if who == s and p) for s in STUDENTS}
    assert points == {"ada": 3, "bob": 1.5, "eve": 1.5, "lin": 0}
