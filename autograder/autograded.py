"""The notebook in `autograded/`: the author's cells, the student's answers, and what each printed or lost."""

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
import nh3
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from .course import ANSWER, MANUAL, Cell, Notebook
from .intake import Intake
from .records import Record
from .report import clean

_HARMLESS = ("text/plain", "text/latex", "image/png", "image/jpeg")


def autograded(notebook: Notebook, intake: Intake, record: Record) -> Any:
    """The notebook as formgrader wants it. HTML in outputs is cleaned: a teacher's browser will show it."""
    cells: list[Any] = [_extra(source) for source in intake.extras.get("", ())]
    for place, cell in enumerate(notebook.cells):
        cells.append(_cell(cell, intake, record))
        cells += [_extra(source) for source in intake.extras.get(str(place), ())]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call]


def _cell(cell: Cell, intake: Intake, record: Record) -> Any:
    answer = intake.answers.get(cell.grade_id) if cell.kind in (ANSWER, MANUAL) else None
    source = cell.source if answer is None else answer.source
    make: Any = new_code_cell if cell.code else new_markdown_cell
    made = make(source, metadata=_node(cell.metadata))
    if cell.id:
        made.id = cell.id
    if cell.grade_id:
        made.metadata.nbgrader.cell_type = made.cell_type
        released = _node({**made, "source": cell.stub})
        made.metadata.nbgrader.checksum = compute_checksum(released)
    if cell.code:
        outputs = record.outputs.get(cell.grade_id, []) if cell.grade_id else []
        made.outputs = [_node(_clean(o)) for o in outputs]
    return made


def _extra(source: str) -> Any:
    return new_code_cell(source)  # type: ignore[no-untyped-call]


def _node(plain: Any) -> Any:
    return nbformat.from_dict(plain)  # type: ignore[no-untyped-call]


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


def write(made: Any, path: Path) -> None:
    """Write whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:  # JSON may hold half a character
            nbformat.write(made, file)  # type: ignore[no-untyped-call]
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
