"""The notebook in `autograded/`: the author's cells, the student's answers, and what each printed or lost."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nh3

from .course import ANSWER, MANUAL, Cell, Notebook
from .intake import Intake, digest_of
from .records import GRADED, NEXT, Record
from .report import clean

_HARMLESS = ("text/plain", "text/latex", "image/png", "image/jpeg")


def autograded(notebook: Notebook, intake: Intake, record: Record) -> dict[str, Any]:
    """The notebook as formgrader wants it. HTML in outputs is cleaned: a teacher's browser will show it."""
    cells: list[dict[str, Any]] = [*_notice(record), *_extra(intake, "")]
    for place, cell in enumerate(notebook.cells):
        cells.append(_cell(cell, notebook, intake, record) | {"id": cell.id or f"cell-{place}"})
        cells += _extra(intake, str(place))
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _notice(record: Record) -> Iterator[dict[str, Any]]:
    """A cell that says why there are no results. Its text is an output: what a student's file says is no markup."""
    if record.state != GRADED:
        about: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "id": "not-graded"}
        text = f"{record.state}: {clean(record.reason)}\n{NEXT[record.state]}\n"
        said = {"output_type": "stream", "name": "stdout", "text": text}
        yield about | {"source": "# This submission is not graded.", "outputs": [said]}


def _cell(cell: Cell, notebook: Notebook, intake: Intake, record: Record) -> dict[str, Any]:
    answer = intake.answers.get(cell.grade_id) if cell.kind in (ANSWER, MANUAL) else None
    kind = "code" if cell.code else "markdown"
    source = cell.source if answer is None else answer.source
    made: dict[str, Any] = {"cell_type": kind, "metadata": cell.metadata, "source": source}
    if cell.grade_id:
        about = {**cell.metadata["nbgrader"], "cell_type": kind, "checksum": notebook.checksums[cell.grade_id]}
        made["metadata"] = {**cell.metadata, "nbgrader": about}
    if cell.code:
        outputs = record.outputs.get(cell.grade_id, []) if cell.grade_id else []
        made |= {"execution_count": None, "outputs": [_clean(o) for o in outputs]}
    return made


def _extra(intake: Intake, place: str) -> list[dict[str, Any]]:
    """The student's own cells after that place."""
    plain: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    sources = enumerate(intake.extras.get(place, ()))
    return [{**plain, "id": f"own-{place}-{number}", "source": source} for number, source in sources]


def _clean(output: dict[str, Any]) -> dict[str, Any]:
    if output.get("output_type") == "stream":
        return {"output_type": "stream", "name": str(output.get("name")), "text": str(output.get("text"))}
    if output.get("output_type") == "error":
        said = {key: clean(str(output[key])) for key in ("ename", "evalue")}
        return {"output_type": "error", **said, "traceback": [clean(line) for line in output["traceback"]]}
    data = {kind: str(text) for kind, text in output.get("data", {}).items() if kind in _HARMLESS}
    if "text/html" in output.get("data", {}):
        data["text/html"] = nh3.clean(str(output["data"]["text/html"]))
    kind = "execute_result" if output.get("output_type") == "execute_result" else "display_data"
    count = {"execution_count": None} if kind == "execute_result" else {}
    return {"output_type": kind, "data": data, "metadata": {}, **count}


def write(made: dict[str, Any], path: Path) -> str:
    """Write whole or not at all; the digest of what was written, by which a torn file is known later."""
    data = (json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "backslashreplace")
    if not path.parent.is_dir():  # to make a folder that is there takes milliseconds
        path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(".*.part"):  # by a run that was killed
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest_of(data)
