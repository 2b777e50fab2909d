"""What an attack is, and the families that the corpus has to cover."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

THE_SECRET = "x-9c1f-the-secret"

PATCHED = "patched asserts, comparisons, hooks, transformers, handlers"
EQUALS = "objects that equal everything"
READS = "reading tests and solutions from disk, memory, frames, history, /proc"
FORGED = "forged results on stdout, descriptors, exit codes"
WRITES = "writing to the gradebook, neighbours, start-up files, site-packages, caches"
STAYS = "background threads and daemons"
BOMBS = "cpu, memory, disk, pid, descriptor and output bombs"
CRASHES = "ignored signals, os._exit, segfaults, exec, signals to others"
NETWORK = "network"
NAMES = "symlinks, hard links, odd and enormous file names, path traversal"
MALFORMED = "malformed, truncated, deep, huge notebooks; test cells deleted, renamed, re-typed; forged points"
TRAPS = "deserialisation traps"
HTML = "hostile HTML in outputs"
FAMILIES = (
    PATCHED, EQUALS, READS, FORGED, WRITES, STAYS, BOMBS, CRASHES, NETWORK, NAMES, MALFORMED, TRAPS, HTML,
)  # fmt: skip
POINTS, SECRET = "points", "secret"  # what an attack is after


@dataclass(frozen=True)
class Attack:
    """One hostile submission. `source` is its answer cell; or `hand_in` makes the whole submission."""

    name: str
    family: str
    source: str = ""
    after: str = POINTS
    hand_in: "Callable[[Path, NotebookNode, dict[str, Any]], None] | None" = None
    states: tuple[str, ...] = ("graded",)  # how autograder may end it
