"""A class graded by `nbgrader autograde` and by `autograder grade`, and what grading costs as classes grow.

    python benchmarks/bench_grading.py [--students 24] [--assignment 05_autograd] [--many 1000]

The class is the demo's: one all right, known wrong answers, one half-way, one empty. nbgrader runs as exercises/ has
it, one submission after another; autograder with one worker and with two. Both grade one student first, in a copy that
is thrown away: whoever comes first would read torch from a cold disk. Then they take turns: a third of the class by
nbgrader, the whole class by autograder with one worker and with two, three times; of autograder's three runs the one
that took the median time is shown. Each run starts with an empty gradebook, and all gradebooks have to be equal. The
many are copies of a small numpy notebook. Writes benchmarks/grading.md.
"""

import importlib.metadata
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
import nbformat
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.demo import make_class
from autograder.isolation import best
from autograder.plain_nbgrader import Plain

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TURNS = 3
PACKAGES = ("nbgrader", "ipython", "numpy", "torch", "sqlalchemy")


@dataclass(frozen=True)
class Run:
    """One run of the command: when each result came, from its start; its memory then."""

    seconds: float
    at: tuple[float, ...]
    resident: tuple[int, ...]
    last: str

    def pace(self, first: int, last: int) -> float:
        """Seconds a submission between two results."""
        return (self.at[last] - self.at[first]) / (last - first)


def ours(root: Path, assignment: str, *words: str) -> Run:
    """Run `autograder grade` and watch it."""
    command = [sys.executable, "-m", "autograder", "grade", assignment, "--course", str(root), *words]
    started = time.monotonic()
    at, resident, line = [], [], ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout:
            if line.startswith("["):
                at.append(time.monotonic() - started)
                resident.append(int(Path(f"/proc/{run.pid}/statm").read_text().split()[1]) * resource.getpagesize())
    assert run.returncode == 0, line
    return Run(time.monotonic() - started, tuple(at), tuple(resident), line.strip())


def scores(root: Path, assignment: str) -> dict[tuple[str, str], float | None]:
    """Every automatic grade in a gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "gradients-by-hand") as book:
        graded = book.assignment_submissions(assignment)
        return {(s.student_id, g.name): g.auto_score for s in graded for n in s.notebooks for g in n.grades}


def warm_up(folder: Path, assignment: str, student: str) -> None:
    """Let both graders read from disk what they will need."""
    root = Path(shutil.copytree(folder / "fresh", folder / "warm"))
    ours(root, assignment, "--student", student)
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment, "--student", student, "--force"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader calls alembic by name
    subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}, capture_output=True, check=True)


WORKERS = {"autograder, 1 worker": "1", "autograder, 2 workers": "2"}


def against_nbgrader(assignment: str, students: int, folder: Path) -> list[str]:
    """The table of both graders; stops where their gradebooks differ."""
    handle, people = handed_in(assignment, students, folder)
    warm_up(folder, handle.assignment, people[0])
    theirs, taken = in_turns(handle, people, folder)
    count = all_equal(handle.root, assignment, folder)
    rows = [f"| nbgrader autograde | {theirs:.1f} | {students * 60 / theirs:.0f} | 1 | | |"]
    for name, runs in taken.items():
        run = sorted(runs, key=lambda r: r.seconds)[TURNS // 2]
        once_started = theirs / students / run.pace(0, students - 1)
        rows.append(
            f"| {name} | {run.seconds:.1f} | {students * 60 / run.seconds:.0f} | {theirs / run.seconds:.1f} "
            f"| {once_started:.1f} | {run.at[0]:.1f} |"
        )
    head = ["| | seconds | a minute | times nbgrader | once started | first result, s |"]
    said = f"{students} submissions of {assignment}, {count} grades, all equal in both gradebooks."
    return [said, "", *head, "|-|-|-|-|-|-|", *rows]


def handed_in(assignment: str, students: int, folder: Path) -> tuple[Plain, list[str]]:
    """A class that handed in, to nbgrader in `plain` and for us to copy in `fresh`; the students' names."""
    course, plain = Course(ROOT / "exercises"), folder / "plain"
    (notebook, *_) = course.notebooks(assignment)
    plain.mkdir()
    handle = Plain.copy(course, assignment, plain)
    handle.generate()
    people = list(make_class(notebook, course.wrong_answers(notebook), students))
    for student in people:
        handle.submit(student.id, notebook, student.intake)
    handle.api.gradebook.close()
    shutil.copytree(plain, folder / "fresh")
    return handle, [student.id for student in people]


def in_turns(handle: Plain, people: list[str], folder: Path) -> tuple[float, dict[str, list[Run]]]:
    """The seconds that nbgrader takes for all, and our runs."""
    taken: dict[str, list[Run]] = {name: [] for name in WORKERS}
    theirs = 0.0
    for turn in range(TURNS):
        for name, workers in WORKERS.items():
            mine = Path(shutil.copytree(folder / "fresh", folder / f"ours-{turn}-{workers}"))
            taken[name].append(ours(mine, handle.assignment, "--workers", workers))
        started = time.monotonic()
        for student in people[turn::TURNS]:
            handle.autograde(student)
        theirs += time.monotonic() - started
    return theirs, taken


def all_equal(plain: Path, assignment: str, folder: Path) -> int:
    """How many grades there are; every gradebook of ours holds the same as nbgrader's."""
    wanted = scores(plain, assignment)
    for mine in folder.glob("ours-*"):
        found = scores(mine, assignment)
        differ = {k: (wanted[k], found.get(k)) for k in wanted if wanted[k] != found.get(k)}
        assert not differ, differ
    return len(wanted)


def changed(root: Path, before: str, after: str) -> Run:
    """Grade again where the author put one text in another's place."""
    source = root / "source" / "01_small" / "01_small.ipynb"
    text = source.read_text()
    assert before in text
    source.write_text(text.replace(before, after))
    return ours(root, "01_small")


def as_classes_grow(many: int, folder: Path) -> list[str]:
    """What a submission costs early and late in a large class, and what grading it again costs."""
    root = large_class(many, folder)
    first, again = ours(root, "01_small"), ours(root, "01_small")
    said = changed(root, "# Small things", "# Few things")
    tested, few = changed(root, "expected no, got", "no expected, got"), min(50, many // 4)
    grown = (first.resident[-1] - first.resident[few]) >> 20
    for run in (again, said):
        assert f"({many} unchanged)" in run.last, run.last
    rows = [
        f"| seconds a submission, results 2 to {few + 1} | {first.pace(0, few):.4f} |",
        f"| seconds a submission, the last {few} | {first.pace(many - 1 - few, many - 1):.4f} |",
        f"| seconds a submission, all | {first.pace(0, many - 1):.4f} |",
        f"| memory of the command grew after result {few + 1} by | {grown} MB |",
        f"| the same again, nothing changed | {again.seconds:.1f} s |",
        f"| again with a text changed: shown anew, nothing runs | {said.seconds:.1f} s |",
        f"| again with one test changed: its question's tests run | {tested.seconds:.1f} s |",
    ]
    return [f"{many} submissions of a small notebook, {os.cpu_count()} workers.", "", "| | |", "|-|-|", *rows]


def large_class(many: int, folder: Path) -> Path:
    """A course in which many handed in the same small notebook."""
    from tests.autograder import small_course

    (folder / "written").mkdir()
    root = folder / "small"
    root.mkdir()
    Plain.copy(Course(small_course.build(folder / "written")), "01_small", root).generate()
    for number in range(many):
        target = root / "submitted" / f"s{number:04d}" / "01_small"
        target.mkdir(parents=True)
        nbformat.write(small_course.notebook(), target / "01_small.ipynb")
    return root


def machine() -> str:
    """What this was measured on."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "")
    have = ", ".join(f"{p} {importlib.metadata.version(p)}" for p in PACKAGES)
    load = f"load {os.getloadavg()[0]:.1f} when it ended"
    return f"Python {platform.python_version()}, {platform.machine()}, {model}, {os.cpu_count()} cores, {load}; {have}"


@click.command()
@click.option("--students", default=24, show_default=True)
@click.option("--assignment", default="05_autograd", show_default=True)
@click.option("--many", default=1000, show_default=True)
@click.option("--out", default=ROOT / "benchmarks" / "grading.md", type=click.Path(path_type=Path))
def main(students: int, assignment: str, many: int, out: Path) -> None:
    """Measure, write and print the tables, and stop where the two gradebooks differ."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        lines = ["# autograder against nbgrader", "", "Written by `make bench`. Times within one run of it.", ""]
        lines += against_nbgrader(assignment, students, Path(folder))
        lines += ["", *as_classes_grow(many, Path(folder)), "", f"{machine()}; isolation {best().level}", ""]
    out.write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
