"""An nbgrader course folder, read only: its assignments, their cells, questions and wrong answers."""

import ast
import json
import re
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ANSWER, TEST, MANUAL, LOCKED, TEXT = "answer", "test", "manual", "locked", "text"
_NOT_DATA = {".ipynb_checkpoints", "__pycache__"}


_USUAL = {  # what nbgrader calls them unless its configuration says otherwise
    "source_directory": "source",
    "submitted_directory": "submitted",
    "autograded_directory": "autograded",
    "directory_structure": str(Path("{nbgrader_step}", "{student_id}", "{assignment_id}")),
}


class CourseError(Exception):
    """The course folder or a notebook in it is not what it must be. One line."""


@dataclass(frozen=True)
class Cell:
    """A cell of the source notebook: what it is, and to which question it belongs."""

    id: str
    grade_id: str  # "" for a cell that nbgrader does not know
    kind: str
    code: bool
    source: str
    points: float
    question: str  # the grade_id of the question's answer cell
    metadata: dict[str, Any]

    @property
    def inside(self) -> bool:
        """Whether the author lets this test run in the student's process, where the student's code can change it."""
        return self.kind == TEST and bool(self.metadata.get("inside"))

    @property
    def stub(self) -> str:
        """The cell as it is released: solutions replaced by nbgrader's stub, hidden tests removed."""
        if self.kind in (ANSWER, MANUAL):
            return _without_solution(self.source, self.code)
        return _HIDDEN.sub("", self.source) if self.kind == TEST else self.source


@dataclass(frozen=True)
class Question:
    """A question: an answer cell with the tests that give its points, or a cell that a human reads."""

    id: str
    points: float
    manual: bool
    use: str
    difficulty: str
    minutes: int
    rubric: str
    title: str


@dataclass(frozen=True)
class WrongAnswer:
    """One misconception: its sentence, and the code that replaces the answer cell."""

    question: str
    slug: str
    sentence: str
    source: str
    path: Path


@dataclass(frozen=True)
class Notebook:
    """A notebook of an assignment as its author wrote it."""

    path: Path
    cells: tuple[Cell, ...]

    @property
    def assignment(self) -> str:
        """The assignment's name: that of its folder."""
        return self.path.parent.name

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions in the notebook's order."""
        ids = dict.fromkeys(c.question for c in self.cells if c.question)
        return tuple(_question(id, [c for c in self.cells if c.question == id], self.cells) for id in ids)

    @cached_property
    def imports(self) -> list[str]:
        """The modules that the author's cells import and that are installed: worth importing before a fork."""
        found: dict[str, None] = {}
        for cell in self.cells:
            for name in _imports(cell.source) if cell.code else ():
                if not (self.path.parent / f"{name.split('.')[0]}.py").exists():
                    found[name] = None
        if any("optim" in cell.source for cell in self.cells if cell.code):
            found["torch._dynamo"] = None  # the first optimizer would import it, for a second
        if "torch" in found and any("backward" in cell.source for cell in self.cells):
            found["torch.fx.experimental.symbolic_shapes"] = None  # and the first cotangent this, for a third of one
        return list(found)

    @cached_property
    def checksums(self) -> dict[str, str]:
        """What nbgrader knows a cell by, for each cell that it knows: formgrader sees that nobody changed it."""
        from .lean import compute_checksum, from_dict

        cells = (c for c in self.cells if c.grade_id)
        kinds = {True: "code", False: "markdown"}
        plain = ({"cell_type": kinds[c.code], "source": c.stub, "metadata": c.metadata} for c in cells)
        made = (from_dict(p) for p in plain)  # type: ignore[no-untyped-call]
        return {c.metadata.nbgrader.grade_id: compute_checksum(c) for c in made}

    @property
    def data(self) -> list[Path]:
        """The files that lie beside the notebook and go to each student."""
        return [p for p in self.path.parent.iterdir() if p.suffix != ".ipynb" and p.name not in _NOT_DATA]


@dataclass(frozen=True)
class Course:
    """A course folder."""

    root: Path

    @classmethod
    def find(cls, near: Path) -> "Course":
        """The course in `near`, in its folder `exercises`, or in the nearest folder above that has one."""
        near = near.resolve()
        for folder in (near, *near.parents):
            for root in (folder, folder / "exercises"):
                if (root / "source").is_dir() and (root / "nbgrader_config.py").is_file():
                    return cls(root)
        wanted = "want a folder with nbgrader_config.py and source/; give --course DIR"
        raise CourseError(f"no course at or above {near}: {wanted}")

    def as_usual(self) -> "Course":
        """This course. Raises CourseError where nbgrader_config.py cannot be read or gives folders other names."""
        from traitlets.config.loader import PyFileConfigLoader

        path = self.root / "nbgrader_config.py"
        try:
            told = PyFileConfigLoader(path.name, str(self.root)).load_config().CourseDirectory
        except Exception as e:  # it is a program
            raise CourseError(f"{path} cannot be read: {type(e).__name__}: {' '.join(str(e).split())[:200]}") from None
        named = ((key, told.get(key, usual), usual) for key, usual in _USUAL.items())
        odd = [f"{key} = {name!r}, want {usual!r}" for key, name, usual in named if name != usual]
        if odd:
            cure = "autograder knows nbgrader's own names only: rename the folders and take these lines out"
            raise CourseError(f"{path} sets {'; '.join(odd)}; {cure}")
        return self

    @property
    def assignments(self) -> list[str]:
        """Names of all assignments that have a notebook."""
        return sorted({p.parent.name for p in (self.root / "source").glob("*/*.ipynb")})

    def assignment(self, name: str) -> str:
        """The assignment called `name`, or the only one whose name begins with it."""
        name = name.rstrip("/")  # as a shell completes it
        hits = [a for a in self.assignments if a == name] or [a for a in self.assignments if a.startswith(name)]
        if len(hits) != 1:
            raise CourseError(f"no assignment {name!r} in {self.root}, want one of: {', '.join(self.assignments)}")
        return hits[0]

    def notebooks(self, assignment: str) -> list[Notebook]:
        """The notebooks of an assignment."""
        return [read(p) for p in sorted((self.root / "source" / assignment).glob("*.ipynb"))]

    def notebook_named(self, name: str) -> Notebook:
        """The source of a student's notebook, found by its file name."""
        name = re.sub(r" ?\(\d+\)$", "", name)  # a browser's second download
        hits = sorted((self.root / "source").glob(f"*/{name}.ipynb"))
        if len(hits) != 1:
            raise CourseError(f"{name}.ipynb is no exercise of {self.root}, want one of: {', '.join(self.assignments)}")
        return read(hits[0])

    def wrong_answers(self, notebook: Notebook) -> list[WrongAnswer]:
        """The wrong answers of an assignment, in the order of its questions."""
        order = [q.id for q in notebook.questions]
        found = [_wrong_answer(p) for p in sorted((self.root / "wrong_answers" / notebook.assignment).glob("*.py"))]
        return sorted((w for w in found if w.question in order), key=lambda w: order.index(w.question))


def read(path: Path) -> Notebook:
    """The notebook at `path`. Raises CourseError.

    Read as JSON: importing nbformat would take longer than grading.
    """
    try:
        raw = json.loads(path.read_bytes())["cells"]
        found = [(c["cell_type"] == "code", "".join(c["source"]), c["metadata"], c.get("id", "")) for c in raw]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise CourseError(f"{path}: not a notebook of format 4: {type(e).__name__}: {str(e)[:200]}") from None
    kinds = [_kind(code, metadata) for code, _, metadata, _ in found]
    names = [str(metadata.get("nbgrader", {}).get("grade_id", "")) for _, _, metadata, _ in found]
    answers = [name for name, kind in zip(names, kinds, strict=True) if kind in (ANSWER, MANUAL)]
    cells, last = [], ""
    for (code, source, metadata, id), kind, name in zip(found, kinds, names, strict=True):
        last = name if kind in (ANSWER, MANUAL) else last
        question = last if kind in (ANSWER, MANUAL) else _tested(name, answers, last) if kind == TEST else ""
        points = float(metadata.get("nbgrader", {}).get("points", 0) or 0)
        cells.append(Cell(id, name, kind, code, source, points, question, metadata))
    return Notebook(path, tuple(cells))


def _kind(code: bool, metadata: dict[str, Any]) -> str:
    info = metadata.get("nbgrader", {})
    if info.get("task") or (info.get("grade") and info.get("solution")):
        return MANUAL
    if info.get("solution"):
        return ANSWER
    if info.get("grade"):
        return TEST
    return LOCKED if code else TEXT


def _tested(test: str, answers: list[str], last: str) -> str:
    """The answer that a test cell is about: `test_<answer>…`, else the answer before it."""
    named = [a for a in answers if test.removeprefix("test_").startswith(a)]
    return max(named, key=len) if named else last or test


def _question(id: str, cells: list[Cell], around: tuple[Cell, ...]) -> Question:
    head = cells[0]
    about = head.metadata.get("question", {})
    return Question(
        id=id,
        points=sum(c.points for c in cells),
        manual=any(c.kind == MANUAL for c in cells),
        use=str(about.get("use", "")),
        difficulty=str(about.get("difficulty", "")),
        minutes=int(about.get("minutes", 0) or 0),
        rubric=_rubric(head, around) if head.kind == MANUAL else "",
        title=_title(head, around),
    )


def _title(head: Cell, around: tuple[Cell, ...]) -> str:
    before = around[: around.index(head)]
    texts = (re.sub(r"^```.*?^```", "", c.source, flags=re.S | re.M) for c in before if not c.code)
    headings = [m[1] for text in texts for m in re.finditer(r"^#{1,4} +(.+)$", text, re.M)]
    return headings[-1].strip() if headings else head.grade_id


def _rubric(head: Cell, around: tuple[Cell, ...]) -> str:
    """The lines about marks in the cell, in its solution, or in the text around it."""
    place = around.index(head)
    for cell in (head, *around[max(0, place - 2) : place][::-1], *around[place + 1 : place + 2]):
        found = re.search(r"^\W*rubric\b(?:.*\n?)(?:(?!#|\*\*|</details).*\n?)*", cell.source, re.M | re.I)
        if found:
            return found[0].strip()
    return ""


def _wrong_answer(path: Path) -> WrongAnswer:
    question, separator, slug = path.stem.partition("__")
    text = path.read_text()
    module = ast.parse(text)
    sentence = ast.get_docstring(module)
    if not separator or not sentence:
        wanted = "a file QUESTION__SLUG.py that begins with a docstring, the misconception in one sentence"
        raise CourseError(f"{path}: want {wanted}")
    lines = text.splitlines()
    body = "\n".join(lines[module.body[0].end_lineno or 0 :]).strip("\n")
    return WrongAnswer(question, slug, " ".join(sentence.split()), body, path)


_SOLUTION = re.compile(r"^([ \t]*)[^\n]*BEGIN SOLUTION.*?END SOLUTION[^\n]*$", re.S | re.M)
_HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.S | re.M)
_STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")


def _without_solution(source: str, code: bool) -> str:
    stub = _STUB if code else ("YOUR ANSWER HERE",)
    cleared, regions = _SOLUTION.subn(lambda m: "\n".join(m[1] + line for line in stub), source)
    return cleared if regions else "\n".join(stub)


def _imports(source: str) -> list[str]:
    try:
        tree = ast.parse("\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))))
    except SyntaxError:
        return []
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return [n for n in names if n.split(".")[0] not in sys.stdlib_module_names]
