"""The same class graded by `nbgrader autograde` and by `autograder grade`: submissions per minute, and equal scores.

    python benchmarks/bench_grading.py [--students 12] [--assignment 05_autograd]

The class is the demo's: one all right, known wrong answers, one half-way, one empty. nbgrader runs as exercises/ has
it, one submission after another; autograder with one worker and with two. Each starts with an empty gradebook.
"""

import shutil
import tempfile
import time
from pathlib import Path

import click
from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from autograder.course import Course
from autograder.demo import make_class
from autograder.grading import Grading, allowed
from autograder.plain_nbgrader import Plain
from autograder.sandbox import Limits

ROOT = Path(__file__).resolve().parent.parent


def scores(root: Path, assignment: str) -> dict[tuple[str, str], float | None]:
    """Every automatic grade in a gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "gradients-by-hand") as book:
        graded = book.assignment_submissions(assignment)
        return {(s.student_id, g.name): g.auto_score for s in graded for n in s.notebooks for g in n.grades}


def ours(root: Path, assignment: str, workers: int, force: bool = True) -> tuple[float, float]:
    """Seconds for the class, and until the first result."""
    course, started, first = Course(root), time.monotonic(), 0.0
    run = Grading(course, assignment, Limits(), allowed(unsafe=False), workers, force)
    for outcome in run.run(run.students()):
        first = first or time.monotonic() - started
        assert outcome.state == "graded", outcome
    return time.monotonic() - started, first


@click.command()
@click.option("--students", default=12, show_default=True)
@click.option("--assignment", default="05_autograd", show_default=True)
def main(students: int, assignment: str) -> None:
    """Measure, print a table, and stop where the two gradebooks differ."""
    course = Course(ROOT / "exercises")
    (notebook, *_) = course.notebooks(assignment)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        plain, mine = Path(folder, "plain"), Path(folder, "ours")
        plain.mkdir()
        handle = Plain.copy(course, assignment, plain)
        handle.generate()
        people = list(make_class(notebook, course.wrong_answers(notebook), students))
        for student in people:
            handle.submit(student.id, notebook, student.intake)
        handle.api.gradebook.close()
        shutil.copytree(plain, mine)
        rows = [
            ("autograder, 1 worker", *ours(mine, assignment, 1)),
            ("autograder, 2 workers", *ours(mine, assignment, 2)),
        ]
        rows.append(("autograder, unchanged", *ours(mine, assignment, 2, force=False)))
        started = time.monotonic()
        for student in people:
            handle.autograde(student.id)
        rows.append(("nbgrader autograde", time.monotonic() - started, float("nan")))
        theirs, found = scores(plain, assignment), scores(mine, assignment)
    show(rows, students)
    differ = {k: (theirs[k], found.get(k)) for k in theirs if theirs[k] != found.get(k)}
    print(f"{len(theirs)} grades, {len(differ)} differ {differ or ''}")
    raise SystemExit(bool(differ))


def show(rows: list[tuple[str, float, float]], students: int) -> None:
    """Print the table; the last row is nbgrader's."""
    table = Table("", "seconds", "per minute", "first result", "times nbgrader")
    for name, seconds, first in rows:
        words = [f"{seconds:.1f}", f"{students * 60 / seconds:.0f}", f"{first:.1f} s", f"{rows[-1][1] / seconds:.1f}"]
        table.add_row(name, *words)
    Console().print(table)


if __name__ == "__main__":
    main()
