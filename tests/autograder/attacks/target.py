"""The course that is attacked: assignments with a question `f`; in one of them a secret is to be found."""

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .. import small_course
from .corpus import IDIOMS, THE_SECRET, author_of, judges_of, right_answer
from .families import Attack

ASSIGNMENT = {"points": "attacked", "secret": "secrets"} | {name: name for name in IDIOMS}


def _code(source: str, grade_id: str, **kind: object) -> nbformat.NotebookNode:
    return new_code_cell(source, metadata=small_course.nbgrader(grade_id, **kind))


def source(after: str = "points") -> nbformat.NotebookNode:
    """The source notebook of an assignment."""
    cells = [
        new_markdown_cell("# Attacked"),
        _code("import numpy as np", "imports"),
        _code(author_of(after), "f", solution=True),
    ]
    cells += [
        _code(f"### BEGIN HIDDEN TESTS\n{t}\n### END HIDDEN TESTS", f"test_f_{i}", points=1)
        for i, t in enumerate(judges_of(after))
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def attacked_course(folder: Path) -> Path:
    """A generated course in `folder`, the secret in its every corner."""
    from nbgrader.api import Gradebook  # late: whoever only hands in need not wait for it

    from autograder.course import Course
    from autograder.plain_nbgrader import Plain

    written = folder / "written"
    (written / "source").mkdir(parents=True)
    (written / "nbgrader_config.py").write_text(f"{small_course.CONFIG}# {THE_SECRET}\n")
    root = folder / "course"
    root.mkdir()
    for after, assignment in ASSIGNMENT.items():
        (written / "source" / assignment).mkdir()
        nb = source(after)
        nb.cells[0].source += f"\n{THE_SECRET}" if after == "points" else ""
        nbformat.write(nb, written / "source" / assignment / f"{assignment}.ipynb")
        Plain.copy(Course(written), assignment, root).generate()
    answers = root / "wrong_answers" / "attacked"
    answers.mkdir(parents=True)
    (answers / "f__secret.py").write_text(f'"""{THE_SECRET}"""\n')
    for after in ASSIGNMENT:
        hand_in(root, "neighbour", f"{right_answer(after)}\n# {THE_SECRET}", after)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        book.update_or_create_student("neighbour", first_name=THE_SECRET)
    return root


def slug(attack: Attack) -> str:
    """The student who hands an attack in."""
    return "a-" + re.sub(r"\W+", "-", attack.name)


def hand_in(root: Path, student: str, answer: str, after: str = "points") -> None:
    """Hand in the released notebook with an answer."""
    assignment = ASSIGNMENT[after]
    nb = nbformat.read(root / "release" / assignment / f"{assignment}.ipynb", 4)
    next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "f").source = answer
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    nbformat.write(nb, folder / f"{assignment}.ipynb")


def hand_in_files(root: Path, attack: Attack, places: dict[str, object]) -> None:
    """Hand in what a hostile submission's maker makes of the released notebook."""
    assert attack.hand_in is not None
    folder = root / "submitted" / slug(attack) / "attacked"
    folder.mkdir(parents=True)
    attack.hand_in(folder, nbformat.read(root / "release" / "attacked" / "attacked.ipynb", 4), places)


def scores_of(root: Path, student: str, assignment: str = "attacked") -> float:
    """The points that nbgrader's gradebook holds for a student."""
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        try:
            return float(book.find_submission(assignment, student).score)
        except MissingEntry:
            return 0.0
