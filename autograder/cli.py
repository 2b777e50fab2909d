"""The command `autograder`."""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click
from rich.console import Console

from . import isolation
from .contract import CURE, contract_problems
from .course import Course, CourseError, Notebook
from .engine import CannotRun, Engine
from .intake import Unreadable, load, take_in
from .misconceptions import named
from .prove import proofs
from .records import GRADED
from .report import as_json, show
from .sandbox import CONFINED, SEALED, UNSAFE, Limits
from .template import TemplateFailed

if TYPE_CHECKING:
    from concurrent.futures import Future

    from .grading import Grading
    from .outcomes import Outcome
    from .prove_plainly import Proofs

PROBLEMS = (CourseError, CannotRun, Unreadable, TemplateFailed)
COULD_NOT_RUN, STOPPED = 2, 130
QUIET = {  # what a learner is told about their own code
    SEALED: "Ran sealed: away from your files and the network.",
    CONFINED: "Ran confined: away from your files and the network.",
    UNSAFE: "Ran with your own rights, as in Jupyter.",
}
SECONDS = click.FloatRange(0, 86_400, min_open=True)
JSON_FILE = click.File("w", lazy=False)  # one that cannot be written is known before an hour of grading
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
course_option = click.option("--course", type=FOLDER, help="The course folder: nbgrader_config.py and source/.")


class Group(click.Group):
    """Commands for which Ctrl-C is neither a verdict nor a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _stop("stopped", STOPPED)
        except BrokenPipeError:  # click ends in silence then
            raise
        except OSError as e:
            _stop(f"the output cannot be written: {e.strerror or e}")


@click.group(cls=Group)
@click.version_option(package_name="gradients-by-hand")
def main() -> None:
    """Grade nbgrader notebooks: tests run outside the student's process."""


@main.command("try")
@click.argument("notebook")
@course_option
@click.option("--json", "json_file", type=JSON_FILE, help="Also write the result as JSON; - is stdout, alone.")
@click.option(
    "--timeout",
    default=10.0,
    show_default=True,
    type=SECONDS,
    help="Seconds that a cell, or a call by a test, may take.",
)
def try_(notebook: str, course: Path | None, json_file: TextIO | None, timeout: float) -> None:
    """Grade your own copy of NOTEBOOK (a path, or an exercise such as 05), hidden tests included, without a gradebook.

    Exit status: 0 all points, 1 not all, 2 could not run.
    """
    try:
        home = Course.find(course or _near(notebook))
        path, source = resolve(notebook, home)
        intake = take_in(load(path), source)
        with Engine(source, Limits(cell_seconds=timeout)) as engine:
            record = named(engine, engine.grade(intake), home.wrong_answers(source))
    except PROBLEMS as e:
        _stop(str(e))
    if json_file is not None:
        json.dump(as_json(record, source), json_file, indent=1)
        json_file.write("\n")
    if json_file is None or json_file.name not in ("-", "<stdout>"):
        show(Console(highlight=False), source, record)
        Console(highlight=False).print(QUIET[record.isolation], style="dim")
    sys.exit(COULD_NOT_RUN if record.state != GRADED else int(record.score < record.max_score))


@main.command()
@click.argument("assignment")
@course_option
def check(assignment: str, course: Path | None) -> None:
    """Prove ASSIGNMENT: the solution gets all points, the release none, a wrong answer loses its own only.

    Solution and release run both from outside and in nbgrader's own way, the tests in the student's notebook.
    """
    from .prove_plainly import begun

    console, bad = Console(highlight=False), 0
    try:
        home = Course.find(course or Path.cwd())
        notebooks = home.notebooks(home.assignment(assignment))
        for source in notebooks:
            home.wrong_answers(source)  # what is wrong with those is said at once
        with begun(home, notebooks[0].assignment) as plainly:
            for source in notebooks:
                if len(notebooks) > 1:
                    console.print(source.path.name, markup=False, soft_wrap=True)
                for line in _checked(home, source, plainly):
                    bad += line.startswith("FAIL")
                    console.print(line, markup=False, soft_wrap=True)
    except PROBLEMS as e:
        _stop(str(e))
    console.print(f"{bad} problems" if bad else "proved")
    sys.exit(int(bool(bad)))


def _checked(home: Course, source: Notebook, plainly: "Future[Proofs]") -> Iterator[str]:
    from .prove_plainly import WAY, inside_only

    yield from (f"FAIL {problem}; {CURE}" for problem in contract_problems(source))
    outside = []
    with Engine(source) as engine:
        for proof in proofs(home, source, engine):
            outside.append(proof)
            yield str(proof)
    plain = plainly.result()[source.path.name]
    yield from map(str, plain)
    yield from (f"     {q}: works in {WAY} alone; {CURE}" for q in inside_only(outside, plain))


@main.command()
@click.argument("assignment")
@course_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this one; may be given again.")
@click.option("--workers", default=os.cpu_count() or 1, show_default=True, type=click.IntRange(1))
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster, such as tcp://head:8786.")
@click.option(
    "--timeout",
    default=20.0,
    show_default=True,
    type=SECONDS,
    help="Seconds that a cell, or a call by a test, may take.",
)
@click.option(
    "--memory", default=3072, show_default=True, type=click.IntRange(64), help="MB that one submission may hold."
)
@click.option("--force", is_flag=True, help="Run what did not change, too.")
@click.option("--unsafe", is_flag=True, help="Accept that nothing shuts students' code in on this machine.")
@click.option("--json", "json_file", type=JSON_FILE, help="Write outcomes as JSON to a file, or to - (stdout).")
def grade(assignment: str, course: Path | None, unsafe: bool, json_file: TextIO | None, **options: Any) -> None:
    """Grade the submissions of ASSIGNMENT in submitted/ into nbgrader's gradebook and autograded/.

    Exit status: 0 all graded, 1 some need a human or failed, 2 could not run, 130 stopped by Ctrl-C.
    """
    from .progress import closing, followed

    console, started = Console(highlight=False, stderr=json_file is not None), time.monotonic()
    outcomes: list[Outcome] = []
    try:
        run = _grading(Course.find(course or Path.cwd()).as_usual(), assignment, unsafe, options)
        names = run.students(options["students"])
        outcomes.extend(followed(console, run.run(names), len(names), f"grading {run.assignment}"))
    except PROBLEMS as e:
        _stop(str(e))
    except KeyboardInterrupt:
        _stop(f"stopped with {len(outcomes)} done, which are kept; the same command does the rest", STOPPED)
    if json_file is not None:
        json.dump([o.as_json() for o in sorted(outcomes, key=lambda o: o.student)], json_file, indent=1)
    closing(console, outcomes, time.monotonic() - started)
    sys.exit(int(any(o.state != GRADED for o in outcomes)))


def _grading(home: Course, assignment: str, unsafe: bool, options: dict[str, Any]) -> "Grading":
    from .grading import Grading, Scheduler, allowed, limits_of

    limits = limits_of(options["timeout"], options["memory"])
    far = Scheduler(options["scheduler"], unsafe) if options["scheduler"] else None
    here = allowed(unsafe or far is not None)  # a cluster's workers are asked one by one
    return Grading(home, home.assignment(assignment), limits, here, options["workers"], options["force"], far)


@main.command()
@click.argument("student")
@click.argument("assignment")
@course_option
@click.option("--json", "json_file", type=JSON_FILE, help="Write it as JSON to a file, or to - (stdout).")
def explain(student: str, assignment: str, course: Path | None, json_file: TextIO | None) -> None:
    """Say why STUDENT's grade for ASSIGNMENT is what it is.

    Exit status: 0 it is graded, 1 it needs a human or failed, 2 nothing is remembered of it.
    """
    from .explain import explain, show

    try:
        home = Course.find(course or Path.cwd()).as_usual()
        told = explain(home, home.assignment(assignment), student)
    except PROBLEMS as e:
        _stop(str(e))
    if json_file is not None:
        json.dump(told.as_json(), json_file, indent=1)
        json_file.write("\n")
    else:
        show(Console(highlight=False), told)
    sys.exit(int(told.memory.outcome.state != GRADED))


@main.command()
def doctor() -> None:
    """Say how well this machine can shut students' code in, and what would raise it.

    Exit status: 0 sealed, 1 less, 2 nothing can be graded here.
    """
    if sys.platform == "win32":
        _stop(isolation.WINDOWS)
    console, had = Console(highlight=False), isolation.best()
    for level, meaning in isolation.LEVELS.items():
        console.print(f"{'-> ' if level == had.level else '   '}{level}: {meaning}", markup=False, soft_wrap=True)
    for why in had.missing:
        console.print(f"not {why}", markup=False, soft_wrap=True)
    if had.level == UNSAFE:
        console.print("Grading others refuses to run here, unless --unsafe is typed.")
    sys.exit(int(had.level != SEALED))


@main.command()
@click.argument("assignment", required=False)
@course_option
@click.option("--students", default=12, show_default=True, help="How many to make up.")
def demo(assignment: str | None, course: Path | None, students: int) -> None:
    """Make a class from the solution and the wrong answers, grade it with plain nbgrader and from outside, compare."""
    from .demo import run

    try:
        home = Course.find(course or Path.cwd())
        sys.exit(run(home, home.assignment(assignment or home.assignments[0]), students))
    except PROBLEMS as e:
        _stop(str(e))


def resolve(name: str, course: Course) -> tuple[Path, Notebook]:
    """A learner's notebook and its source: NAME is a path, or an exercise whose copy is in `my` beside the course."""
    path = Path(name)
    if path.suffix == ".ipynb":
        if not path.is_file():
            raise CourseError(f"no notebook {name}: want a path to an .ipynb file, or an exercise such as 05")
        return path, course.notebook_named(path.stem)
    for source in course.notebooks(course.assignment(name)):
        for copy in sorted((course.root.parent / "my").rglob(source.path.name)):
            if ".ipynb_checkpoints" not in copy.parts:
                return copy, source
    raise CourseError(f"no copy of {name!r} in {course.root.parent / 'my'}: give the notebook's path")


def _near(name: str) -> Path:
    path = Path(name)
    return path.parent if path.suffix == ".ipynb" else Path.cwd()


def _stop(why: str, status: int = COULD_NOT_RUN) -> NoReturn:
    Console(stderr=True, highlight=False).print(f"autograder: {why}", markup=False, soft_wrap=True)
    sys.exit(status)
