"""A class that does not exist, graded twice: by plain nbgrader and from outside, with the two gradebooks compared.

`autograder demo [ASSIGNMENT]`, or `python -m autograder.demo ASSIGNMENT`.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from .course import Course, Notebook, WrongAnswer
from .engine import Engine
from .intake import Intake, load, take_in
from .misconceptions import named, release, solution, with_answer
from .plain_nbgrader import Plain
from .records import Record


@dataclass(frozen=True)
class Student:
    """One of the class: what was handed in, and what this student believes."""

    id: str
    intake: Intake
    holds: tuple[WrongAnswer, ...]
    note: str = ""


@dataclass(frozen=True)
class Graded:
    """One student's points from both graders."""

    student: Student
    plain: dict[str, float]
    outside: Record

    @property
    def differences(self) -> list[str]:
        """Where the two do not agree, and why if that can be said."""
        found = []
        for question, points in self.plain.items():
            result = self.outside.question(question)
            if abs(result.points - points) > 1e-9:
                why = (
                    " (it wrote to stderr, for which nbgrader gives nothing)"
                    if any(t.wrote_stderr for t in result.tests)
                    else ""
                )
                found.append(f"{question}: nbgrader {points:g}, outside {result.points:g}{why}")
        return found


def make_class(notebook: Notebook, wrong: list[WrongAnswer], size: int) -> Iterator[Student]:
    """`size` students, always the same: all right, then one to three wrong answers each, half-way, nothing."""
    full, deck = solution(notebook), list(wrong)
    random.Random(5).shuffle(deck)
    for number in range(1, size + 1):
        name = f"s{number:02d}"
        if number == 1:
            yield Student(name, full, (), "all right")
        elif number == size:
            yield Student(name, release(notebook), (), "handed in as released")
        elif number == size - 1:
            yield Student(name, _half(notebook), (), "stopped half-way")
        else:
            holds = _draw(deck, 1 + number % 3)
            intake = full
            for w in holds:
                intake = with_answer(intake, w.question, w.source)
            yield Student(name, intake, holds)


def _draw(deck: list[WrongAnswer], count: int) -> tuple[WrongAnswer, ...]:
    """Take up to `count` wrong answers to different questions from the top; they go to the bottom."""
    drawn: dict[str, WrongAnswer] = {}
    for wrong in list(deck):
        if len(drawn) < count and wrong.question not in drawn:
            drawn[wrong.question] = wrong
            deck.remove(wrong)
    deck.extend(drawn.values())
    return tuple(drawn.values())


def _half(notebook: Notebook) -> Intake:
    done, untouched = solution(notebook), release(notebook)
    first = [q.id for q in notebook.questions][: len(notebook.questions) // 2]
    return Intake({k: done.answers[k] if k in first else a for k, a in untouched.answers.items()}, {})


def run(course: Course, assignment: str, students: int, console: Console | None = None) -> int:
    """Make the class, grade it both ways, print the gradebook. Returns 0 where both agree, else 1."""
    console = console or Console(highlight=False)
    (notebook, *_), graded = course.notebooks(assignment), []
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        plain = Plain.copy(course, assignment, Path(folder))
        plain.generate()
        people = list(make_class(notebook, course.wrong_answers(notebook), students))
        with Engine(notebook) as engine, _progress(console) as progress:
            for student in progress.track(people, description=f"grading {assignment}"):
                graded.append(_grade(plain, engine, course, student))
                if not console.is_terminal:
                    console.print(f"{student.id} graded, {len(graded)} of {len(people)}")
    show(console, notebook, graded)
    return int(any(g.differences for g in graded))


def _grade(plain: Plain, engine: Engine, course: Course, student: Student) -> Graded:
    path = plain.submit(student.id, engine.notebook, student.intake)
    plain.autograde(student.id)
    record = engine.grade(take_in(load(path), engine.notebook))
    record = named(engine, record, course.wrong_answers(engine.notebook))
    return Graded(student, plain.scores(student.id, engine.notebook), record)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def show(console: Console, notebook: Notebook, graded: list[Graded]) -> None:
    """The gradebook as a table, what each student believes, and whether the two graders agree."""
    asked = [q for q in notebook.questions if not q.manual]
    table = Table(title=f"{notebook.assignment}: nbgrader's gradebook, and the same class graded from outside")
    table.add_column("student")
    for number, q in enumerate(asked, 1):
        table.add_column(f"{number}\n/{q.points:g}", justify="right")
    table.add_column("nbgrader", justify="right")
    table.add_column("outside", justify="right")
    for g in graded:
        points = [f"{g.plain[q.id]:g}" if g.plain[q.id] < q.points else f"[green]{q.points:g}[/]" for q in asked]
        total, outside = f"{sum(g.plain.values()):g}", f"{g.outside.score:g}"
        table.add_row(g.student.id, *points, total, outside if not g.differences else f"[red]{outside}[/]")
    console.print(table)
    console.print("  ".join(f"{number} {q.id}" for number, q in enumerate(asked, 1)), markup=False, soft_wrap=True)
    for g in graded:
        _about(console, g)
    seconds = sum(g.outside.seconds for g in graded)
    differ = [f"{g.student.id}: {d}" for g in graded for d in g.differences]
    console.print("\n" + "\n".join(differ) if differ else "\nBoth graders agree on every question of every student.")
    console.print(
        f"From outside, {len(graded)} submissions took {seconds:.1f} s; each waits for a human at "
        f"{', '.join(q.id for q in notebook.questions if q.manual) or 'no question'}."
    )


def _about(console: Console, g: Graded) -> None:
    console.print(
        f"\n{g.student.id}: {g.student.note}" if g.student.note else f"\n{g.student.id} believes", markup=False
    )
    seen = {q.id: q.looks_like for q in g.outside.questions}
    for w in g.student.holds:
        told = "recognised" if w.sentence in seen[w.question] else "not recognised"
        console.print(f"  {w.question}: {w.sentence} ({told})", markup=False, soft_wrap=True)


if __name__ == "__main__":
    home = Course.find(Path.cwd())
    sys.exit(run(home, home.assignment(sys.argv[1] if len(sys.argv) > 1 else home.assignments[0]), 12))
