"""`autograder grade`: every submission of an assignment, side by side, into nbgrader's gradebook by one writer.

What need not run again is not run (plan.py). A submission's notebooks are written first, then its grades
in one transaction; whatever interrupts this, the next run does what is missing.
"""

import signal
import sys
import threading
from collections import deque
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from . import plan
from .course import Course, CourseError, Notebook
from .engine import CannotRun, Engine
from .intake import Unreadable, take_in
from .isolation import WINDOWS, Isolation, best
from .outcomes import Graded, Job, Memory, Outcome, outcome_of
from .plan import Taken
from .records import FAILED, NEEDS_HUMAN, Record
from .sandbox import UNSAFE, Limits
from .submitted import bytes_of, handed_in, odd_name
from .template import TemplateFailed

if TYPE_CHECKING:
    from .cluster import Cluster
    from .gradebook import Book


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
            what = f"no submission of {', '.join(absent)}" if absent else "nobody handed anything in"
            near = [name for a in absent for name in get_close_matches(a, sorted(there), 1)]
            meant = f"; did you mean {', '.join(near)}?" if near else ""
            place = self.course.root / "submitted"
            raise CourseError(f"{what}: want {place}/STUDENT/{self.assignment}/{meant}")
        return sorted(only or there)

    def run(self, students: list[str]) -> Iterator[Outcome]:
        """Grade these students' submissions; each outcome stands in the gradebook when it comes."""
        notebooks = self.course.notebooks(self.assignment)
        with ExitStack() as stack:
            engines = stack.enter_context(Engines(self.limits, self.isolation))
            if self.scheduler is None and (self.force or not any(self._made(s).exists() for s in students)):
                for notebook in notebooks:  # they import while we open the gradebook
                    engines.of(notebook)
            from .gradebook import Book, open_book

            try:
                book = stack.enter_context(open_book(self.course.root))
                book.want(self.assignment, notebooks)
                planned = self._planned(book, notebooks, students)
            except Book.Error as e:
                cure = "mend that and run this again"
                raise CannotRun(f"the gradebook of {self.course.root} cannot be read: {_said(e)}; {cure}") from e
            yield from (known for _, known in planned if known is not None)
            jobs = [job for job, known in planned if known is None]
            if self.scheduler is not None and jobs:
                done = self._elsewhere(self.scheduler, notebooks, jobs)
            else:
                done = self._side_by_side(engines, notebooks, jobs)
            for job, graded in done:
                yield self._keep(book, notebooks, job, graded)

    def _planned(
        self, book: "Book", notebooks: list[Notebook], students: list[str]
    ) -> list[tuple[Job, Outcome | None]]:
        """The job of each student, and its outcome where nothing changed since it was done."""
        around, there = plan.written(notebooks, self.limits), book.students(self.assignment)
        memory = {s: m for s, m in book.remembered(self.assignment).items() if s in there}
        planned: list[tuple[Job, Outcome | None]] = []
        for student in students:
            job = Job(student, self.course.root / "submitted" / student / self.assignment, self._made(student))
            if (odd := odd_name(student)) != "":
                planned.append((job, Outcome(student, NEEDS_HUMAN, odd)))
                continue
            job = replace(job, handed_in=handed_in(job.folder, notebooks))
            job, known = replace(job, content=plan.content(job, around)), memory.get(student)
            if known is None or self.force or known.outcome.state == FAILED or not plan.stands(job.made, known):
                planned.append((job, None))
            elif known.content == job.content:
                planned.append((job, replace(known.outcome, unchanged=True)))
            else:
                planned.append((replace(job, before=known), None))
        return planned

    def _made(self, student: str) -> Path:
        return self.course.root / "autograded" / student / self.assignment

    def _side_by_side(
        self, engines: "Engines", notebooks: list[Notebook], jobs: list[Job]
    ) -> Iterator[tuple[Job, list[Graded] | Exception]]:
        """Run jobs in threads, each of which waits for processes; never many results at once."""
        waiting: deque[tuple[Job, Future[list[Graded]]]] = deque()
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                for job in jobs:
                    parts = self._taken_in(job, notebooks)
                    if isinstance(parts, Exception) or all(part.held for part in parts):
                        yield job, parts if isinstance(parts, Exception) else _held(parts)
                        continue
                    used = {p.notebook.path: engines.of(p.notebook) for p in parts if not p.held}
                    waiting.append((job, pool.submit(_graded, parts, used)))
                    if len(waiting) >= 2 * self.workers:
                        yield _finished(*waiting.popleft())
                while waiting:
                    yield _finished(*waiting.popleft())
            except BaseException:  # Ctrl-C, or a grade that cannot be kept: nobody waits for the rest
                pool.shutdown(wait=False, cancel_futures=True)
                engines.close()
                raise

    def _taken_in(self, job: Job, notebooks: list[Notebook]) -> list[Taken] | Exception:
        """A submission's notebooks, each with the results that still hold; or why it cannot be taken in."""
        try:
            submitted = bytes_of(job, notebooks)
            return [plan.taken(job, n, data, self.limits) for n, data in zip(notebooks, submitted, strict=True)]
        except Exception as e:  # a fault with one submission must not end the run
            return e

    def _elsewhere(
        self, scheduler: Scheduler, notebooks: list[Notebook], jobs: list[Job]
    ) -> Iterator[tuple[Job, list[Graded] | Exception]]:
        """Send jobs to a cluster: what can be taken in and has to run."""
        by_student = {job.student: job for job in jobs}
        sent: dict[str, list[Taken]] = {}
        stayed: deque[tuple[Job, list[Graded] | Exception]] = deque()

        def to_run() -> Iterator[tuple[str, list[bytes]]]:
            for job in jobs:
                parts = self._taken_in(job, notebooks)
                if isinstance(parts, Exception) or all(part.held for part in parts):
                    stayed.append((job, parts if isinstance(parts, Exception) else _held(parts)))
                else:
                    sent[job.student] = parts
                    yield job.student, [part.submitted for part in parts]

        with cluster_of(scheduler, notebooks, self.limits) as cluster:
            for student, records in cluster.grade_all(to_run()):
                parts = sent.pop(student)
                graded = [p.graded(r) for p, r in zip(parts, records, strict=True)] if isinstance(records, list) else []
                yield by_student[student], graded if isinstance(records, list) else records
            yield from stayed

    def _keep(self, book: "Book", notebooks: list[Notebook], job: Job, graded: list[Graded] | Exception) -> Outcome:
        from .autograded import autograded, write

        outcome, made = outcome_of(job, graded), {}
        parts = graded if isinstance(graded, list) else list(_not_graded(job, notebooks, outcome, graded))
        try:
            for part in parts:
                name = part.notebook.path.name
                made[name] = write(autograded(part.notebook, part.intake, part.record), job.made / name)
            book.write(self.assignment, job, parts, Memory.of(job, outcome, made, parts))
        except (OSError, book.Error) as e:
            cure = "mend that and run this again; what was graded before is kept"
            raise CannotRun(f"the grade of {job.student} cannot be kept: {_said(e)}; {cure}") from e
        return replace(outcome, unchanged=all(part.remembered for part in parts))


@dataclass
class Engines:
    """The engines of a run, each started when something has to run on it. Use it in a `with` block."""

    limits: Limits
    isolation: Isolation
    started: dict[Path, Engine] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Engines":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def of(self, notebook: Notebook) -> Engine:
        """The engine of a notebook. Ask from the thread that lives longest: some processes end with their maker."""
        if notebook.path not in self.started:
            engine = Engine(notebook, self.limits, self.isolation)
            with _deaf_to_ctrl_c():
                self.started[notebook.path] = self.stack.enter_context(engine)
        return self.started[notebook.path]

    def close(self) -> None:
        """End them; who still waits for a submission waits no longer."""
        self.stack.close()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started inside never hear it: a terminal sends it to all, and this one ends the others."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which they inherit
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
        for number in came[:1]:  # what came meanwhile comes now
            signal.raise_signal(number)


def _said(error: Exception) -> str:
    """What the file system or the database said, without the statement."""
    return " ".join(str(getattr(error, "orig", None) or error).split())[:300]


def _held(parts: list[Taken]) -> list[Graded]:
    return [part.held for part in parts if part.held is not None]


def _graded(parts: list[Taken], engines: dict[Path, Engine]) -> list[Graded]:
    return [part.held or part.run(engines[part.notebook.path]) for part in parts]


def _not_graded(job: Job, notebooks: list[Notebook], outcome: Outcome, error: Exception) -> Iterator[Graded]:
    """What a teacher sees of a submission without results: its answers, where they can be read."""
    record = Record(outcome.state, outcome.reason, 0.0, "", (), {})
    try:
        submitted = bytes_of(job, notebooks) if not isinstance(error, Unreadable) else []
        intakes = [take_in(data, notebook) for data, notebook in zip(submitted, notebooks, strict=True)]
    except Exception:  # the fault that it failed with
        intakes = [plan.nothing_in(notebook) for notebook in notebooks]
    yield from (Graded(notebook, intake, record) for notebook, intake in zip(notebooks, intakes, strict=True))


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
