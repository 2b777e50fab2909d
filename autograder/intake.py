"""A student's notebook, rebuilt from the release: untrusted bytes in, answers out.

Only answer cells, and cells that the student added, are taken; every other cell is the author's. `mend` finds answers
in damaged notebooks; where it is ambiguous which, the submission needs a human.
"""

import errno
import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .course import Notebook
from .mend import Answer as Answer
from .mend import Mender, Piece, unfenced
from .sources import forget

MOST_BYTES = 20 << 20
MOST_CELLS = 2000
MOST_SOURCE = 1 << 20  # per cell
MOST_CODE = 400_000  # characters in all code cells
_one_at_a_time = threading.Lock()  # Python before 3.13 may fail with SystemError where two threads parse


class Unreadable(Exception):
    """A submission that cannot be taken in: why, in one line."""


@dataclass(frozen=True)
class Intake:
    """A submission taken in: answers by grade_id, the student's own cells by the release cell that they follow."""

    answers: dict[str, Answer]
    extras: dict[str, tuple[str, ...]]  # key: position of the release cell as text, "" for the top
    strays: tuple[str, ...] = ()  # cells that a human has to look at

    @property
    def needs_human(self) -> str:
        """Why a human has to look, or nothing."""
        return "; ".join([*(a.note for a in self.answers.values() if a.state == "ambiguous"), *self.strays])


def load(path: Path) -> bytes:
    """The bytes of a submitted notebook: a regular file of bounded size, no link. Raises Unreadable."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as e:
        raise Unreadable(f"{path.name}: {_why_not(path, e)}") from None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Unreadable(f"{path.name}: not a regular file")
    with os.fdopen(fd, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{path.name}: larger than {MOST_BYTES >> 20} MB; clear the outputs and submit again")
    return data


def _why_not(path: Path, error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "is a link, which is not followed; put a copy there"
    if error.errno != errno.ENOENT:
        return f"cannot be opened: {error.strerror}"
    there = ", ".join(sorted(other.name for other in path.parent.glob("*.ipynb"))[:5])
    return f"is not there, but {there}" if there else "is not there"


def digest_of(data: bytes) -> str:
    """What stands for these bytes."""
    return hashlib.sha256(data).hexdigest()


def take_in(data: bytes, notebook: Notebook) -> Intake:
    """The answers in a submitted notebook. Raises Unreadable where it is no notebook."""
    try:
        with _one_at_a_time:
            return _taken_in(data, notebook)
    except Unreadable as e:
        raise Unreadable(f"{notebook.path.name}: {e}") from None


def _taken_in(data: bytes, notebook: Notebook) -> Intake:
    pieces = _pieces(data, notebook)
    if (size := sum(len(p.source) for p in pieces if p.code)) > MOST_CODE:
        raise Unreadable(f"{size:,} characters of code, at most {MOST_CODE:,} are taken")
    mender = Mender(notebook, pieces)
    mender.mend()
    extras = mender.extras()
    forget()
    return Intake(mender.answers, extras, tuple(dict.fromkeys(mender.strays)))


def _pieces(data: bytes, notebook: Notebook) -> list[Piece]:
    known = {c.grade_id for c in notebook.cells if c.grade_id}
    released = {c.stub.strip(): c.grade_id for c in notebook.cells if c.grade_id}
    pieces = []
    for place, cell in enumerate(_cells(data)):
        source = unfenced(cell["type"], cell["source"]).strip("\n").rstrip()
        name = _grade_id(cell)
        name = name if name in known else released.get(source.strip(), "") if source.strip() else ""
        pieces.append(Piece(place, name, cell["type"] == "code", cell["type"], source))
    return pieces


def _cells(data: bytes) -> Iterator[dict[str, Any]]:
    try:
        tree = json.loads(data)
        version, cells = tree.get("nbformat"), tree.get("cells")
    except (ValueError, AttributeError, RecursionError) as e:
        raise Unreadable(f"not a notebook: {type(e).__name__}: {str(e)[:100]}; save it again in Jupyter") from None
    if version != 4 or not isinstance(cells, list):
        raise Unreadable(f"a notebook of format {str(version)[:20]!r}, want 4; open it in Jupyter and save it")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"{len(cells)} cells, at most {MOST_CELLS} are taken")
    for cell in cells:
        if not isinstance(cell, dict) or not isinstance(cell.get("metadata", {}), dict):
            raise Unreadable("a cell that is no cell; save the notebook again in Jupyter")
        source = cell.get("source", "")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        if len(source) > MOST_SOURCE:
            raise Unreadable(f"a cell of {len(source)} characters, at most {MOST_SOURCE} are taken")
        yield {"type": str(cell.get("cell_type")), "source": source, "metadata": cell.get("metadata", {})}


def _grade_id(cell: dict[str, Any]) -> str:
    info = cell["metadata"].get("nbgrader")
    return str(info.get("grade_id", "")) if isinstance(info, dict) else ""
