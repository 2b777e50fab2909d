"""`autograder grade`: every submission of an assignment, side by side, into nbgrader's gradebook by one writer.

What was graded before from the same bytes is not run again. A submission's notebooks are written first, then its grades
in one transaction; whatever interrupts this, the next run does what is missing.
"""

import hashlib
import sys
from collections import deque
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .course import Course, CourseError, Notebook
from .engine import CannotRun, Engine
from .intake import Intake, Unreadable, digest_of, load, take_in
from .isolation import WINDOWS, Isolation, best
from .outcomes import Graded, Job, Memory, Outcome, outcome_of
from .records import FAILED, NEEDS_HUMAN
from .sandbox import UNSAFE, Limits
from .template import TemplateFailed

if TYPE_CHECKING:
    from .cluster import Cluster
    from .gradebook import Book

FORMAT = "2"  # of what is remembered; another one grades everything anew


@dataclass(frozen=True)
class Scheduler:
    """A Dask cluster to grade on; with `unsafe`, on workers that shut nothing in, too."""

    address: str
    unsafe: bool = False


@dataclass(frozen=True)
class Grading:
    """One run of the command over one assignment; on this machine, or where `scheduler` is given on a cluster."""

    course: Course
    assignment: str
    limits: Limits
    isolation: Isolation
    workers: int = 2
    force: bool = False
    scheduler: Scheduler | None = None

    def students(self, only: Collection[str] = ()) -> list[str]:
        """Who handed something in. Raises CourseError where nobody did, or one of `only` did not."""
        there = {p.parent.name for p in (self.course.root / "submitted").glob(f"*/{self.assignment}") if p.is_dir()}
        absent = sorted(set(only) - there)
        if absent or not there:
            who = ", ".join(absent) or "nobody"
            raise CourseError(
                f"no submission of {who} in {self.course.root / 'submitted'}: want STUDENT/{self.assignment}/"
            )
        return sorted(only or there)

    def run(self, students: list[str]) -> Iterator[Outcome]:
        """Grade these students' submissions; each outcome stands in the gradebook when it comes."""
        notebooks = self.course.notebooks(self.assignment)
        with ExitStack() as stack:
            new = self.scheduler is None and (self.force or not any(self._made(s).exists() for s in students))
            engines = self._engines(stack, notebooks) if new else []  # they import while we open the gradebook
            from .gradebook import open_book

            book = stack.enter_context(open_book(self.course.root))
            book.want(self.assignment, notebooks)
            planned = self._planned(book, notebooks, students)
            yield from (known for _, known in planned if known is not None)
            jobs = [job for job, known in planned if known is None]
            if jobs and self.scheduler is not None:
                for job, graded in self._elsewhere(self.scheduler, notebooks, jobs):
                    yield self._keep(book, job, graded)
            elif jobs:
                engines = engines or self._engines(stack, notebooks)
                for job, graded in self._side_by_side(engines, jobs):
                    yield self._keep(book, job, graded)

    def _engines(self, stack: ExitStack, notebooks: list[Notebook]) -> list[Engine]:
        return [stack.enter_context(Engine(n, self.limits, self.isolation)) for n in notebooks]

    def _written(self, notebooks: list[Notebook]) -> "hashlib._Hash":
        """A hash of everything but the submission that a grade depends on."""
        digest = hashlib.sha256(repr((FORMAT, asdict(self.limits))).encode())
        for notebook in notebooks:
            data_files = sorted(p for d in notebook.data for p in (d, *d.rglob("*")) if p.is_file())
            for path in (notebook.path, *data_files):
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest

    def _planned(
        self, book: "Book", notebooks: list[Notebook], students: list[str]
    ) -> list[tuple[Job, Outcome | None]]:
        """The job of each student, and its outcome where nothing changed since it was done."""
        written, memory = self._written(notebooks), book.remembered(self.assignment)
        planned: list[tuple[Job, Outcome | None]] = []
        for student in students:
            job = Job(student, self.course.root / "submitted" / student / self.assignment, "")
            if (odd := _odd(student)) != "":
                planned.append((job, Outcome(student, NEEDS_HUMAN, odd)))
                continue
            given, known = handed_in(job.folder, notebooks), memory.get(student)
            job = replace(job, content=_content(given, written), handed_in=given)
            same = known is not None and known.content == job.content and known.outcome.state != FAILED
            if known is not None and same and not self.force and self._stands(student, known.made):
                planned.append((job, replace(known.outcome, unchanged=True)))
            else:
                planned.append((job, None))
        return planned

    def _stands(self, student: str, made: dict[str, str]) -> bool:
        """Whether the notebooks in autograded/ are there and whole."""
        try:
            return all(digest_of((self._made(student) / n).read_bytes()) == d for n, d in made.items())
        except OSError:
            return False

    def _made(self, student: str) -> Path:
        return self.course.root / "autograded" / student / self.assignment

    def _side_by_side(self, engines: list[Engine], jobs: list[Job]) -> Iterator[tuple[Job, list[Graded] | Exception]]:
        """Run jobs in threads, each of which waits for processes; never many results at once."""
        with ThreadPoolExecutor(self.workers) as pool:
            waiting: deque[tuple[Job, Future[list[Graded]]]] = deque()
            for job in jobs:
                waiting.append((job, pool.submit(_graded, engines, job)))
                if len(waiting) >= 2 * self.workers:
                    yield _finished(*waiting.popleft())
            while waiting:
                yield _finished(*waiting.popleft())

    def _elsewhere(
        self, scheduler: Scheduler, notebooks: list[Notebook], jobs: list[Job]
    ) -> Iterator[tuple[Job, list[Graded] | Exception]]:
        """Send jobs to a cluster. What cannot be taken in is not sent."""
        by_student = {job.student: job for job in jobs}
        intakes: dict[str, list[Intake]] = {}
        refused: deque[tuple[Job, Exception]] = deque()

        def readable() -> Iterator[tuple[str, list[bytes]]]:
            for job in jobs:
                try:
                    submitted = _bytes_of(job, notebooks)
                    intakes[job.student] = [take_in(b, n) for b, n in zip(submitted, notebooks, strict=True)]
                    yield job.student, submitted
                except Unreadable as e:
                    refused.append((job, e))

        with cluster_of(scheduler, notebooks, self.limits) as cluster:
            for student, records in cluster.grade_all(readable()):
                parts = zip(notebooks, intakes.pop(student), records, strict=True) if isinstance(records, list) else ()
                graded = [Graded(n, i, r) for n, i, r in parts]
                yield by_student[student], graded if isinstance(records, list) else records
            yield from refused

    def _keep(self, book: "Book", job: Job, graded: list[Graded] | Exception) -> Outcome:
        from .autograded import autograded, write

        outcome, made = outcome_of(job, graded), {}
        parts = graded if isinstance(graded, list) else []
        try:
            for part in parts:
                if part.record.state != FAILED:
                    name, notebook = part.notebook.path.name, autograded(part.notebook, part.intake, part.record)
                    made[name] = write(notebook, self._made(job.student) / name)
            book.write(self.assignment, job, parts, Memory.of(job, outcome, made))
        except (OSError, book.Error) as e:
            said = " ".join(str(e).split())[:300]
            raise CannotRun(f"the grade of {job.student} cannot be kept: {said}; mend that and run this again") from e
        return outcome


def handed_in(folder: Path, notebooks: list[Notebook]) -> dict[str, str]:
    """What stands for each notebook of a submission, or for the reason why it cannot be read."""
    found = {}
    for name in (notebook.path.name for notebook in notebooks):
        try:
            found[name] = digest_of(load(folder / name))
        except Unreadable as e:
            found[name] = digest_of(str(e).encode("utf-8", "backslashreplace"))
    return found


def _content(given: dict[str, str], written: "hashlib._Hash") -> str:
    """What stands for a submission and all else that its grade depends on."""
    digest = written.copy()
    digest.update("".join(given.values()).encode())
    return digest.hexdigest()


def _graded(engines: list[Engine], job: Job) -> list[Graded]:
    notebooks = [engine.notebook for engine in engines]
    intakes = [take_in(b, n) for b, n in zip(_bytes_of(job, notebooks), notebooks, strict=True)]
    return [Graded(e.notebook, i, e.grade(i)) for e, i in zip(engines, intakes, strict=True)]


def _bytes_of(job: Job, notebooks: list[Notebook]) -> list[bytes]:
    for folder in (job.folder.parent, job.folder):
        if folder.is_symlink():
            raise Unreadable(f"{folder.name}: is a link, want a folder")
    paths = [job.folder / notebook.path.name for notebook in notebooks]
    for path in paths:
        if _is_also_anothers(path, notebooks[0].path.parents[2]):
            raise Unreadable(f"{path.name}: is a hard link to a file of somebody else's; put a copy there")
    return [load(path) for path in paths]


def _is_also_anothers(path: Path, root: Path) -> bool:
    """Whether a file has a second name in the course, in source/ or as another student's."""
    if not path.exists() or path.stat().st_nlink == 1:
        return False
    others = (*root.glob("source/*/*.ipynb"), *root.glob("submitted/*/*/*.ipynb"))
    return any(other != path and other.exists() and other.samefile(path) for other in others)


def _odd(student: str) -> str:
    """Why a folder's name cannot be a student's, or nothing."""
    try:
        student.encode()
    except UnicodeEncodeError:
        return "the folder's name is no text: rename it to the student's id"
    return (
        "" if len(student) <= 128 else "the folder's name is longer than 128 characters: rename it to the student's id"
    )


def cluster_of(scheduler: Scheduler, notebooks: list[Notebook], limits: Limits) -> "Cluster":
    """The cluster at an address. Raises CannotRun where Dask is not installed."""
    try:
        from .cluster import Cluster
    except ModuleNotFoundError as e:
        if e.name not in ("dask", "distributed"):
            raise
        cure = 'pip install "gradients-by-hand[cluster]"'
        raise CannotRun(f"--scheduler needs Dask's package distributed, the extra cluster: {cure}") from None
    return Cluster(scheduler.address, notebooks, limits, scheduler.unsafe)


def _finished(job: Job, future: "Future[list[Graded]]") -> tuple[Job, list[Graded] | Exception]:
    try:
        return job, future.result()
    except TemplateFailed:
        raise
    except Exception as e:  # a fault with one submission must not end the run
        return job, e


def limits_of(cell_seconds: float, megabytes: int) -> Limits:
    """The limits of a submission: six slow cells, or two minutes."""
    return Limits(cell_seconds=cell_seconds, total_seconds=max(120.0, 6 * cell_seconds), memory=megabytes << 20)


def allowed(unsafe: bool) -> Isolation:
    """The isolation to grade others with. Raises CannotRun where there is none and nobody accepted that."""
    if sys.platform == "win32":
        raise CannotRun(WINDOWS)
    had = best()
    if had.level == UNSAFE and not unsafe:
        raise CannotRun(
            f"nothing here shuts students' code in ({'; '.join(had.missing)}): see autograder doctor, or type --unsafe"
        )
    return had
