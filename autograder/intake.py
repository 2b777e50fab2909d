"""A student's notebook, rebuilt from the release: untrusted bytes in, answers out.

Only answer cells, and cells that the student added, are taken; every other cell is the author's. What happened to a
question's answer cell is said; where it is ambiguous the submission needs a human.
"""

import ast
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .course import ANSWER, MANUAL, Cell, Notebook

MOST_BYTES = 20 << 20
MOST_CELLS = 2000
MOST_SOURCE = 1 << 20  # per cell


class Unreadable(Exception):
    """A submission that cannot be taken in: why, in one line."""


@dataclass(frozen=True)
class Answer:
    """What the student gave for one answer cell."""

    grade_id: str
    source: str
    state: str  # as released | answered | mended | missing | ambiguous
    note: str = ""


@dataclass(frozen=True)
class Intake:
    """A submission taken in: answers by grade_id, the student's own cells by the release cell that they follow."""

    answers: dict[str, Answer]
    extras: dict[str, tuple[str, ...]]  # key: position of the release cell as text, "" for the top

    @property
    def needs_human(self) -> str:
        """Why a human has to look, or nothing."""
        return "; ".join(a.note for a in self.answers.values() if a.state == "ambiguous")


def load(path: Path) -> bytes:
    """The bytes of a submitted notebook: a regular file of bounded size, no link. Raises Unreadable."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as e:
        raise Unreadable(f"{path.name}: cannot be opened: {e.strerror} (a link is not followed)") from None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Unreadable(f"{path.name}: not a regular file")
    with os.fdopen(fd, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{path.name}: larger than {MOST_BYTES >> 20} MB; clear the outputs and submit again")
    return data


def digest_of(data: bytes) -> str:
    """What stands for these bytes."""
    return hashlib.sha256(data).hexdigest()


def take_in(data: bytes, notebook: Notebook) -> Intake:
    """The answers in a submitted notebook. Raises Unreadable where it is no notebook."""
    cells = list(_cells(data))
    wanted = [c for c in notebook.cells if c.kind in (ANSWER, MANUAL)]
    known = {c.grade_id for c in notebook.cells if c.grade_id}
    given: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        given.setdefault(_grade_id(cell), []).append(cell)
    answers = {c.grade_id: _answer(c, given.get(c.grade_id, [])) for c in wanted}
    return Intake(answers, _extras(cells, known, notebook))


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


def _answer(cell: Cell, given: list[dict[str, Any]]) -> Answer:
    name = cell.grade_id
    if not given:
        note = f"the answer cell {name!r} is missing: restore it from the released notebook"
        return Answer(name, "", "missing", note)
    sources = list(dict.fromkeys(g["source"].strip() for g in given))
    changed = [s for s in sources if s != cell.stub.strip()] or sources[:1]
    if cell.code and len(changed) > 1 and _compete(changed):
        return Answer(name, "", "ambiguous", f"{len(changed)} different cells claim to be the answer {name!r}")
    source = "\n\n".join(changed)
    if len(given) > 1:
        return Answer(name, source, "mended", f"the answer cell {name!r} was there {len(given)} times; read as one")
    if cell.code and given[0]["type"] != "code":
        return Answer(
            name, source, "mended", f"the answer cell {name!r} had become a {given[0]['type']} cell; read as code"
        )
    return Answer(name, source, "as released" if source == cell.stub.strip() else "answered")


def _compete(sources: list[str]) -> bool:
    """Whether several texts define the same name: then they are rivals, and not parts of one answer."""
    bound: set[str] = set()
    for source in sources:
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        names = {n.name for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
        names |= {t.id for n in body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
        if names & bound:
            return True
        bound |= names
    return False


def _extras(cells: list[dict[str, Any]], known: set[str], notebook: Notebook) -> dict[str, tuple[str, ...]]:
    """Code cells that are not the release's, each after the last release cell that stands before it."""
    places = {c.grade_id: i for i, c in enumerate(notebook.cells) if c.grade_id}
    by_source = {c.source.strip(): i for i, c in enumerate(notebook.cells) if not c.grade_id}
    found: dict[str, tuple[str, ...]] = {}
    last = ""
    for cell in cells:
        name, source = _grade_id(cell), cell["source"].strip()
        if name in known:
            last = str(places[name])
        elif source in by_source:
            last = str(by_source[source])
        elif cell["type"] == "code" and source:
            found[last] = (*found.get(last, ()), cell["source"])
    return found
