# ruff: noqa: E501 (an attack reads best unbroken)
"""Submissions that are hostile as files: what is in the folder, and how the notebook is built."""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from .families import HTML, MALFORMED, NAMES, PATCHED, Attack

NAME = "attacked.ipynb"
HUMAN, EITHER = ("needs-human",), ("graded", "needs-human")
HandIn = Callable[[Path, NotebookNode, dict[str, Any]], None]
GUESS = "def f(x):\n    return 0"


def _cell(nb: NotebookNode, name: str) -> NotebookNode:
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def _tests(nb: NotebookNode) -> list[NotebookNode]:
    return [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("points")]


def _raw(data: bytes) -> HandIn:
    return lambda folder, nb, places: (folder / NAME).write_bytes(data) and None


def _bytes(change: Callable[[bytes], bytes]) -> HandIn:
    def hand_in(folder: Path, nb: NotebookNode, _: dict[str, Any]) -> None:
        _cell(nb, "f").source = GUESS
        (folder / NAME).write_bytes(change(nbformat.writes(nb).encode()))

    return hand_in


def _tree(change: Callable[[dict[str, Any]], None]) -> HandIn:
    def hand_in(folder: Path, nb: NotebookNode, _: dict[str, Any]) -> None:
        _cell(nb, "f").source = GUESS
        tree = json.loads(nbformat.writes(nb))
        change(tree)
        (folder / NAME).write_text(json.dumps(tree))

    return hand_in


def _nb(change: Callable[[NotebookNode], None], guess: str = GUESS) -> HandIn:
    def hand_in(folder: Path, nb: NotebookNode, _: dict[str, Any]) -> None:
        _cell(nb, "f").source = guess
        change(nb)
        (folder / NAME).write_text(json.dumps(nb))

    return hand_in


def _folder(change: Callable[[Path, dict[str, Any]], object]) -> HandIn:
    def hand_in(folder: Path, nb: NotebookNode, places: dict[str, Any]) -> None:
        _cell(nb, "f").source = GUESS
        (folder / NAME).write_text(nbformat.writes(nb))
        change(folder, places)

    return hand_in


def _each(nb: NotebookNode, change: Callable[[NotebookNode], object]) -> None:
    for cell in _tests(nb):
        change(cell)


def _easy(nb: NotebookNode) -> None:
    _each(nb, lambda c: c.update(source="pass"))


def _rename(nb: NotebookNode) -> None:
    _each(nb, lambda c: c.metadata.nbgrader.update(grade_id="mine_" + c.metadata.nbgrader.grade_id))


def _claims(nb: NotebookNode) -> None:
    info = _cell(nb, "f").metadata.nbgrader
    info.update(grade_id="test_f_0", grade=True, points=1, locked=True, solution=False)


def _drop(nb: NotebookNode) -> None:
    nb.cells = [c for c in nb.cells if c not in _tests(nb)]


def _retype(nb: NotebookNode) -> None:
    _each(nb, lambda c: (c.update(cell_type="markdown"), c.pop("outputs"), c.pop("execution_count")))


def _double(nb: NotebookNode) -> None:
    for cell in _tests(nb):
        twin = copy.deepcopy(cell)
        twin.source, twin.id = "pass", f"{cell.id}-twin"
        nb.cells.append(twin)


def _points(nb: NotebookNode) -> None:
    _each(nb, lambda c: c.metadata.nbgrader.update(points=-100))
    info = {"grade_id": "gift", "grade": True, "solution": False, "locked": True, "points": 100, "schema_version": 3}
    nb.cells.append(new_code_cell("pass", metadata={"nbgrader": info | {"task": False}}))


def _manual(nb: NotebookNode) -> None:
    _cell(nb, "f").metadata.nbgrader.update(grade=True, points=100)


def _stored(nb: NotebookNode) -> None:
    result = new_output("execute_result", {"text/plain": "1.0"}, execution_count=1)
    _each(nb, lambda c: c.update(outputs=[result], execution_count=1, source="1.0"))
    nb.metadata.update(score=3, nbgrader={"score": 3})


def _hostile_output(nb: NotebookNode) -> None:
    html = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    _cell(nb, "f").outputs = [new_output("display_data", {"text/html": html, "application/javascript": "alert(1)"})]
    nb.cells.append(nbformat.v4.new_markdown_cell(html))


def _kernel(nb: NotebookNode) -> None:
    nb.metadata.kernelspec = {"name": "../../bin/sh", "display_name": "sh", "language": "bash"}


def _attached(nb: NotebookNode) -> None:
    nb.cells[0].attachments = {"../../../harm": {"text/plain": "eA=="}}
    nb.metadata.update(path="../../../../harm", name="../../source/01/x.ipynb")


def _deep(tree: dict[str, Any]) -> None:
    inner: dict[str, Any] = {}
    tree["metadata"]["deep"] = inner
    for _ in range(400):
        inner["d"] = inner = {}


def _helpers(nb: NotebookNode) -> None:
    _cell(nb, "imports").source = "class np:\n    class testing:\n        assert_array_equal = lambda *a: None"


def _source(kind: str, folder: Path, places: dict[str, Any]) -> None:
    (folder / NAME).unlink()
    (original,) = Path(str(places["course"])).glob(f"source/*/{NAME}")
    getattr(os, kind)(original, folder / NAME)


def _neighbour(folder: Path, places: dict[str, Any]) -> None:
    """The whole folder of the student is a link to a neighbour's."""
    student = folder.parent
    for path in (folder / NAME, folder, student):
        path.unlink() if path.is_file() else path.rmdir()
    student.symlink_to(Path(str(places["course"])) / "submitted" / "neighbour")


def _modules(folder: Path, _: dict[str, Any]) -> None:
    fake = "class testing:\n    assert_array_equal = lambda *a: None\narange = lambda n: 0\n"
    for name in ("numpy.py", "sitecustomize.py", "usercustomize.py", "IPython.py"):
        (folder / name).write_text(fake)
    startup = folder / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise SystemExit")


def _odd_files(folder: Path, places: dict[str, Any]) -> None:
    for name in ("a\nb.ipynb", "\x1b[2J.ipynb", "x" * 240 + ".ipynb", "..ipynb", "-rf", "\u202egpj.ipynb"):
        (folder / name).write_text("{}")
    (folder / "loop").symlink_to(".")
    (folder / "out").symlink_to(str(places["shared"]))
    deep = folder
    for _ in range(12):
        deep = deep / ("d" * 200)
    os.makedirs(deep, exist_ok=True)


def _instead(make: Callable[[Path], object]) -> HandIn:
    return _folder(lambda folder, _: ((folder / NAME).unlink(), make(folder / NAME)))


_LINES = "\n".join(f"'{i}'" for i in range(50_000))
_FILES: dict[str, tuple[str, HandIn, tuple[str, ...]]] = {
    "no notebook at all": (MALFORMED, _raw(b"\x00\xffjunk"), HUMAN),
    "an empty file": (MALFORMED, _instead(lambda p: p.touch()), HUMAN),
    "a notebook cut off": (MALFORMED, _bytes(lambda b: b[: len(b) // 2]), HUMAN),
    "JSON of 200,000 levels": (MALFORMED, _raw(b"[" * 200_000), HUMAN),
    "metadata of 400 levels": (MALFORMED, _tree(_deep), EITHER),
    "a number of a million digits": (MALFORMED, _bytes(lambda b: b.replace(b'"nbformat": 4', b'"nbformat": ' + b"4" * 10**6)), HUMAN),
    "larger than any notebook": (MALFORMED, _bytes(lambda b: b + b" " * (21 << 20)), HUMAN),
    "a hundred thousand cells": (MALFORMED, _tree(lambda t: t.update(cells=t["cells"] * 10_000)), HUMAN),
    "a cell of a million lines": (MALFORMED, _nb(lambda nb: nb.cells.append(new_code_cell(_LINES * 8))), EITHER),
    "a notebook of version 3": (MALFORMED, _tree(lambda t: t.update(nbformat=3)), HUMAN),
    "a notebook of version 99": (MALFORMED, _tree(lambda t: t.update(nbformat=99)), HUMAN),
    "nbgrader's schema 99": (MALFORMED, _nb(lambda nb: _each(nb, lambda c: c.metadata.nbgrader.update(schema_version=99))), EITHER),
    "two lists of cells": (MALFORMED, _bytes(lambda b: b.rstrip()[:-1] + b', "cells": []}'), EITHER),
    "half a character": (MALFORMED, _bytes(lambda b: b.replace(b"return 0", b"return 0 # \\ud800")), EITHER),
    "a null in the source": (MALFORMED, _bytes(lambda b: b.replace(b"return 0", b"return 0 \\u0000")), EITHER),
    "not UTF-8": (MALFORMED, _bytes(lambda b: b.replace(b"return 0", b"return 0 # \xff")), HUMAN),
    "NaN for an id": (MALFORMED, _bytes(lambda b: b.replace(b'"metadata": {', b'"metadata": {"x": NaN,', 1)), EITHER),
    "sources that are no text": (MALFORMED, _tree(lambda t: [c.update(source={"a": [1]}) for c in t["cells"]]), EITHER),
    "test cells deleted": (MALFORMED, _nb(_drop), EITHER),
    "test cells that always pass": (MALFORMED, _nb(_easy), EITHER),
    "test cells renamed": (MALFORMED, _nb(_rename), EITHER),
    "test cells twice": (MALFORMED, _nb(_double), EITHER),
    "test cells turned into text": (MALFORMED, _nb(_retype), EITHER),
    "points of its own": (MALFORMED, _nb(_points), EITHER),
    "results stored in the test cells": (MALFORMED, _nb(_stored), EITHER),
    "an answer that calls itself a test": (MALFORMED, _nb(_claims, "pass"), EITHER),
    "an answer that calls itself manual": (MALFORMED, _nb(_manual), EITHER),
    "another kernel": (MALFORMED, _nb(_kernel), EITHER),
    "the author's imports replaced": (PATCHED, _nb(_helpers), EITHER),
    "modules beside the notebook": (PATCHED, _folder(_modules), EITHER),
    "a symlink to the solution": (NAMES, _folder(lambda f, p: _source("symlink", f, p)), HUMAN),
    "a hard link to the solution": (NAMES, _folder(lambda f, p: _source("link", f, p)), HUMAN),
    "a link to a neighbour's folder": (NAMES, _folder(_neighbour), HUMAN),
    "a pipe for a notebook": (NAMES, _instead(os.mkfifo), HUMAN),
    "a folder for a notebook": (NAMES, _instead(lambda p: p.mkdir()), HUMAN),
    "a link to itself": (NAMES, _instead(lambda p: p.symlink_to(p)), HUMAN),
    "a link to a device without end": (NAMES, _instead(lambda p: p.symlink_to("/dev/zero")), HUMAN),
    "files with odd and enormous names": (NAMES, _folder(_odd_files), EITHER),
    "attachments that climb up": (NAMES, _nb(_attached), EITHER),
    "hostile HTML stored in outputs": (HTML, _nb(_hostile_output), EITHER),
}  # fmt: skip
FILES = [Attack(name, family, hand_in=make, states=states) for name, (family, make, states) in _FILES.items()]
