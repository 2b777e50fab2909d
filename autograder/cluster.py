"""Grading on a Dask cluster: a submission's bytes go out, records come back as JSON, the gradebook's writer stays here.

Each worker gets the assignment once, warms its own templates and shuts students' code in as this machine would, or is
not used. A submission is sent to one worker; where that is lost it is sent to another, and after three it has failed.
"""

import json
import tempfile
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker, wait

from .course import Notebook, read
from .engine import CannotRun, Engine
from .intake import take_in
from .isolation import best
from .records import QuestionResult, Record, TestResult
from .sandbox import UNSAFE, Limits
from .template import TemplateFailed

ATTEMPTS = 3
PATIENCE = 30.0  # seconds without a single worker
CONNECT = 10.0  # seconds for a scheduler to answer
_LOOK = 0.5  # seconds between two looks for lost and new workers
_HERE = version("gradients-by-hand")
Submissions = Iterator[tuple[str, list[bytes]]]  # a student, the bytes of the notebooks
Results = Iterator[tuple[str, list[Record] | Exception]]
Futures = dict["Future[list[str]]", "_Sent"]


class Lost(CannotRun):
    """A submission's workers ended before they had graded it."""


@dataclass(frozen=True)
class Parcel:
    """An assignment as it is sent to workers: its notebooks, and the files beside them."""

    name: str
    assignment: str
    files: dict[str, bytes]
    limits: Limits

    @classmethod
    def of(cls, notebooks: list[Notebook], limits: Limits) -> "Parcel":
        """Pack what these notebooks need."""
        beside = (p for n in notebooks for d in n.data for p in (d, *d.rglob("*")) if p.is_file())
        folder = notebooks[0].path.parent
        paths = {p.relative_to(folder).as_posix(): p.read_bytes() for p in (*(n.path for n in notebooks), *beside)}
        return cls(f"autograder-{uuid.uuid4().hex}", notebooks[0].assignment, paths, limits)

    def unpack(self, root: Path) -> list[Notebook]:
        """Write the files as a course folder has them."""
        folder = root / "source" / self.assignment
        for name, data in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return [read(p) for p in sorted(folder.glob("*.ipynb"))]


class Workshop(WorkerPlugin):
    """One worker's engines for one run."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel, self.name = parcel, parcel.name

    def setup(self, worker: Any) -> None:
        """Called on the worker. The engines start with its first submission."""
        self.lock, self.stack = threading.Lock(), ExitStack()
        self.engines: list[Engine] = []

    def teardown(self, worker: Any) -> None:
        """Called on the worker when the run is over."""
        with self.lock:
            self.stack.close()

    def warm(self) -> list[Engine]:
        """The engines, started."""
        with self.lock:
            if not self.engines:
                root = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="course-")))
                notebooks = self.parcel.unpack(root)
                self.engines = [self.stack.enter_context(Engine(n, self.parcel.limits)) for n in notebooks]
            return self.engines

    def renew(self) -> None:
        """Forget engines whose warm processes ended."""
        with self.lock:
            self.stack.close()
            self.engines = []


def hello() -> dict[str, Any]:
    """What a worker is asked first: its version, and how well it can shut students' code in."""
    had = best()
    return {"version": version("gradients-by-hand"), "level": had.level, "missing": list(had.missing)}


def grade_there(workshop: str, submitted: list[bytes]) -> list[str]:
    """A worker's task: the bytes of a submission's notebooks to its records."""
    shop = cast(Workshop, get_worker().plugins[workshop])
    try:
        engines = shop.warm()
        graded = [e.grade(take_in(data, e.notebook)) for e, data in zip(engines, submitted, strict=True)]
    except TemplateFailed:
        shop.renew()
        raise
    return [json.dumps(asdict(record)) for record in graded]


def record_of(text: str) -> Record:
    """The record that a worker sent."""
    data = json.loads(text)
    questions = tuple(
        QuestionResult(
            **{**q, "tests": tuple(TestResult(**t) for t in q["tests"]), "looks_like": tuple(q["looks_like"])}
        )
        for q in data["questions"]
    )
    return Record(**{**data, "questions": questions})


@dataclass
class _Sent:
    student: str
    submitted: list[bytes]
    worker: str = ""
    attempt: int = 0


class Cluster:
    """A Dask cluster that knows one assignment. Use it in a `with` block."""

    def __init__(self, address: str, notebooks: list[Notebook], limits: Limits, unsafe: bool = False) -> None:
        self.address, self.parcel, self.unsafe = address, Parcel.of(notebooks, limits), unsafe
        self.refused: dict[str, str] = {}  # a worker's address -> why it is not used
        self.slots: dict[str, int] = {}

    def __enter__(self) -> "Cluster":
        try:
            connect: Any = Client  # its methods have no types
            self.client = connect(self.address, timeout=CONNECT)
        except (OSError, ValueError) as e:
            raise CannotRun(f"no Dask scheduler answers at {self.address}: {str(e)[:200]}") from None
        try:
            self.client.register_plugin(Workshop(self.parcel))
            self._want_workers()
        except BaseException:
            self.client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self.client.status == "running":
                self.client.unregister_worker_plugin(self.parcel.name)
        finally:
            self.client.close()

    def grade_all(self, submissions: Submissions) -> Results:
        """Records or an error for each submission, as they come."""
        running: Futures = {}
        again: deque[_Sent] = deque()
        empty, alone = False, 0.0
        while not empty or running or again:
            workers = self._workers()
            again += [running.pop(f) for f, sent in list(running.items()) if sent.worker not in workers]
            for sent in [s for s in again if s.attempt >= ATTEMPTS]:
                again.remove(sent)
                yield sent.student, Lost(f"{ATTEMPTS} workers were lost while they graded it, the last {sent.worker}")
            empty = self._fill(workers, running, again, submissions) or empty
            yield from self._done(running, again)
            alone = 0.0 if workers else alone or time.monotonic()
            if alone and time.monotonic() - alone > PATIENCE:
                raise CannotRun(f"no worker of {self.address} is left; what is graded is kept, run the command again")

    def _fill(
        self,
        workers: dict[str, int],
        running: Futures,
        again: "deque[_Sent]",
        submissions: Submissions,
    ) -> bool:
        """Send submissions while a worker has room; whether there are no more."""
        busy = Counter(sent.worker for sent in running.values())
        while free := [w for w, slots in workers.items() if busy[w] < slots]:
            sent = again.popleft() if again else None
            if sent is None:
                student, submitted = next(submissions, ("", []))
                if not submitted:
                    return True
                sent = _Sent(student, submitted)
            sent.worker, sent.attempt = min(free, key=lambda w: busy[w] / workers[w]), sent.attempt + 1
            busy[sent.worker] += 1
            key = f"{self.parcel.name}-{sent.student}-{sent.attempt}"
            words = (self.parcel.name, sent.submitted)
            running[self.client.submit(grade_there, *words, key=key, workers=[sent.worker], pure=False)] = sent
        return False

    def _done(self, running: Futures, again: "deque[_Sent]") -> Results:
        """Wait a little; what ended meanwhile. An attempt that its worker did not finish goes to `again`."""
        if not running:
            time.sleep(_LOOK)
            return
        try:
            some: Any = wait(list(running), timeout=_LOOK, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
        except TimeoutError:
            return
        for future in some.done:
            sent = running.pop(future)
            try:
                yield sent.student, [record_of(text) for text in future.result(timeout=10)]
            except (KilledWorker, TemplateFailed, TimeoutError):
                again.append(sent)
            except Exception as e:
                if self.client.status != "running" or future.cancelled():
                    raise CannotRun(f"the scheduler {self.address} is gone; run the command again") from None
                yield sent.student, e

    def _want_workers(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._workers():
            if self.refused:
                why = "; ".join(f"{worker}: {reason}" for worker, reason in self.refused.items())
                raise CannotRun(f"no worker of {self.address} can be used: {why[:1000]}")
            if time.monotonic() > until:
                raise CannotRun(f"the scheduler {self.address} has no workers: run dask worker {self.address}")
            time.sleep(_LOOK)

    def _workers(self) -> dict[str, int]:
        """The workers that live and can be used, and how many submissions each takes: one more than it has threads."""
        there = self.client.scheduler_info()["workers"]
        new = [worker for worker in there if worker not in self.slots and worker not in self.refused]
        for worker, said in self.client.run(hello, workers=new, on_error="return").items() if new else ():
            if (why := self._why_not(said)) == "":
                self.slots[worker] = int(there[worker]["nthreads"]) + 1
            else:
                self.refused[worker] = why
        return {worker: slots for worker, slots in self.slots.items() if worker in there}

    def _why_not(self, said: Any) -> str:
        if not isinstance(said, dict):
            return f"it has no autograder ({type(said).__name__}: {str(said)[:100]})"
        if said["version"] != _HERE:
            return f"it has version {said['version']}, here is {_HERE}"
        if said["level"] == UNSAFE and not self.unsafe:
            return f"nothing there shuts students' code in ({'; '.join(said['missing'])})"
        return ""
