"""What a warm process does once, so that no child has to: seed, compile cells, run the first locked ones."""

import importlib
import os
import random
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import namespaces
from .course import ANSWER, LOCKED, MANUAL, TEST, Cell, Notebook
from .names import names_of
from .shell import Shell

_SECONDS = 20.0
_luck: list[Any] = []


@dataclass(frozen=True)
class Ahead:
    """Sources of cells: those to run, those to compile, those whose names will be asked for."""

    first: tuple[str, ...] = ()
    compiled: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, list[str]]) -> "Ahead":
        """From what `to_json` made."""
        return cls(**{name: tuple(sources) for name, sources in data.items()})


def of_student(notebook: Notebook) -> Ahead:
    """What a student's process may have ahead: nothing but what is released."""
    return Ahead(_first(notebook), tuple(c.source for c in notebook.cells if c.code and c.kind == LOCKED))


def of_checks(notebook: Notebook) -> Ahead:
    """What the checks have ahead."""
    cells = [c for c in notebook.cells if c.code]
    ours = tuple(c.source for c in cells if c.kind in (LOCKED, TEST))
    answers = [source for c in cells if c.kind in (ANSWER, MANUAL) for source in (c.source, given(c))]
    return Ahead(_first(notebook), ours, (*ours, *answers))


def given(cell: Cell) -> str:
    """What the author wrote of an answer cell, where that imports anything."""
    return cell.stub if "import" in cell.stub else ""


def _first(notebook: Notebook) -> tuple[str, ...]:
    """The locked cells before any other; none where files lie beside the notebook: those are each child's own."""
    found: list[str] = []
    for cell in (c for c in notebook.cells if c.code and not notebook.data):
        if cell.kind != LOCKED:
            break
        found.append(cell.source)
    return tuple(found)


def prepare(shell: Shell, ahead: Ahead) -> None:
    """Do it. The children inherit the result, random numbers and all."""
    for source in ahead.named:
        names_of(source)
    for source in ahead.compiled:
        shell.prepare(source)
    seed()
    if ahead.first and _tried(lambda: _harmless(shell, ahead.first)):
        with _folder():
            shell.ahead = [(source, shell.run(source)) for source in ahead.first]
    _luck.append(random.getstate())


def seed() -> None:
    """The same random numbers for every submission: a grade does not depend on luck."""
    random.seed(0)
    if "numpy" in sys.modules:
        importlib.import_module("numpy.random").seed(0)  # numpy imports it on first use only
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)


def seed_again() -> None:
    """In a child: Python's generator alone does not inherit its state."""
    random.setstate(_luck[-1])


@contextmanager
def same_luck() -> Iterator[None]:
    """What is imported inside draws no random number from those that the children get."""
    numpy = sys.modules["numpy.random"].get_state() if "numpy.random" in sys.modules else None
    torch = sys.modules["torch"].get_rng_state() if "torch" in sys.modules else None
    yield
    if numpy is not None:
        sys.modules["numpy.random"].set_state(numpy)
    if torch is not None:
        sys.modules["torch"].set_rng_state(torch)


def _tried(true: Callable[[], bool]) -> bool:
    """Whether `true()`, found in a child: nothing of it is left here."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if true() else 1)
        except BaseException:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def _harmless(shell: Shell, first: tuple[str, ...]) -> bool:
    """Whether these cells run and leave nothing but names: no file, descriptor, thread, clock or setting."""
    before = _surroundings()
    with _folder() as folder:
        ran = all(shell.run(source, _SECONDS).error is None for source in first)
        return ran and os.listdir(folder) == [] and os.getcwd() == folder and _surroundings() == before


def _surroundings() -> list[Any]:
    seen: list[Any] = [dict(os.environ), threading.active_count(), signal.getitimer(signal.ITIMER_REAL)[0]]
    for path in ("/proc/self/fd", "/proc/self/task", "/dev/fd"):
        seen.append(len(os.listdir(path)) if Path(path).is_dir() else 0)
    return seen


@contextmanager
def _folder() -> Iterator[str]:
    """An empty folder to be in."""
    parent = namespaces.SCRATCH if os.access(namespaces.SCRATCH, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="ahead-", dir=parent) as folder:
        folder = os.path.realpath(folder)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir("/")
