"""Sphinx extension: a page for each exercise, made from its source, and links of chapters led to it.

A page shows what students get (nbgrader's release), and under each answer cell its solution, folded, where the setting
SOLUTIONS (practice, all, none; an environment variable) lets it. Hidden tests and marking schemes are never shown.
"""

import hashlib
import json
import os
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from sphinx.application import Sphinx

from companion import learner
from companion.learner import EXERCISE_LINK, released

CHOICES = ("practice", "all", "none")
WHOLE = re.compile(r"^### BEGIN SOLUTION\n(.*?)^### END SOLUTION", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
FOLDED = "<details><summary>Solution</summary>\n\n```python\n{}\n```\n\n</details>"


def published(use: str, choice: str) -> bool:
    """Whether the solution of a question with this `use` (practice, graded) is shown. ValueError: unknown choice."""
    if choice not in CHOICES:
        raise ValueError(f"SOLUTIONS must be one of {', '.join(CHOICES)}; got '{choice}'")
    return choice == "all" or (choice == "practice" and use == "practice")


def solution(source: str) -> str:
    """What stands between the marks, or the whole cell where the marks stand inside a function."""
    return ("\n".join(WHOLE.findall(source)) or MARK.sub("", source)).strip()


def page(source: NotebookNode, course: Path, choice: str) -> NotebookNode:
    """The exercise as released, its tests folded, with the solutions that `choice` publishes."""
    solutions = {}
    for cell in source.cells:
        use = cell.metadata.get("question", {}).get("use", "graded")
        if cell.cell_type == "code" and published(use, choice) and MARK.search(cell.source):
            solutions[cell.metadata.nbgrader.grade_id] = solution(cell.source)
    notebook = released(source, course)
    cells = []
    for cell in notebook.cells:
        grading = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and grading.get("locked"):
            cell.metadata["tags"] = sorted({*cell.metadata.get("tags", []), "hide-input"})
            label = "The tests" if grading.get("grade") else "Code that the question brings"
            cell.metadata["mystnb"] = {"code_prompt_show": label, "code_prompt_hide": label}
        cells.append(cell)
        name = grading.get("grade_id")
        if name in solutions:
            cells.append(new_markdown_cell(FOLDED.format(solutions[name]), id=f"solution-{len(cells)}"))
    notebook.cells = cells
    return notebook


def ingredients(path: Path, choice: str) -> str:
    """A hash of what a page is made from: its source, the choice, the course's settings, the code that makes it."""
    files = [path, path.parents[2] / "nbgrader_config.py", Path(__file__), Path(learner.__file__)]
    parts = [choice.encode(), *(file.read_bytes() for file in files if file.exists())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def made_from(target: Path) -> str:
    """The ingredients of the page that stands; nothing where there is none."""
    return json.loads(target.read_text(encoding="utf-8"))["metadata"].get("made_from", "") if target.exists() else ""


def write_pages(app: Sphinx, _config: object = None) -> None:
    """Write book/exercises/*.ipynb; a page whose ingredients did not change stays, and Sphinx does not read it again.

    A release costs a quarter of a second for each exercise: half of what a build after a small change may take.
    """
    root, choice = Path(app.srcdir), os.environ.get("SOLUTIONS", "practice")
    for path in sorted((root / "exercises" / "source").glob("*/*.ipynb")):
        target, now = root / "book" / "exercises" / path.name, ingredients(path, choice)
        if made_from(target) != now:
            made = page(nbformat.read(path, as_version=4), root / "exercises", choice)
            made.metadata["made_from"] = now
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(nbformat.writes(made) + "\n", encoding="utf-8")


def lead_to_pages(_app: Sphinx, docname: str, source: list[str]) -> None:
    """In chapters, a link to an exercise becomes a link to its page."""
    if docname.startswith("notebooks/"):
        source[0] = EXERCISE_LINK.sub(r"](../book/exercises/", source[0])


def slug(heading: str) -> str:
    """The anchor that JupyterLab gives to a heading, so that one link serves there and in the web book."""
    return heading.strip().replace(" ", "-")


def without_thebe(_app: Sphinx, _page: str, _template: str, context: dict, _doctree: object) -> None:
    """Leave out the live-code scripts that Jupyter Book adds: unused here, declared twice, and led to a server."""
    scripts = context.get("script_files", [])
    context["script_files"] = [s for s in scripts if "thebe" not in f"{s} {getattr(s, 'attributes', '')}".lower()]


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("config-inited", write_pages, priority=100)
    app.connect("source-read", lead_to_pages)
    app.connect("html-page-context", without_thebe, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
