"""Honest notebooks, damaged as notebooks are: cells deleted, split, duplicated, re-typed, pasted, moved. By a seed."""

import copy
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.course import Notebook, WrongAnswer
from autograder.demo import make_class
from autograder.engine import Engine
from autograder.intake import Intake, take_in
from autograder.records import Record

Damage = Callable[[NotebookNode, random.Random], str]  # damages in place; the answer that is lost for good, or ""


def _info(cell: NotebookNode) -> dict[str, object]:
    return cell.metadata.get("nbgrader", {})


def _answers(nb: NotebookNode) -> list[NotebookNode]:
    return [c for c in nb.cells if _info(c).get("solution") and not _info(c).get("grade") and c.cell_type == "code"]


def _others(nb: NotebookNode) -> list[NotebookNode]:
    return [c for c in nb.cells if not _info(c).get("solution") and (_info(c) or c.cell_type != "code")]


def _remove(nb: NotebookNode, cell: NotebookNode) -> None:
    nb.cells = [c for c in nb.cells if c is not cell]


def _at(nb: NotebookNode, cell: NotebookNode) -> int:
    return next(i for i, c in enumerate(nb.cells) if c is cell)


def _bare(cell: NotebookNode) -> NotebookNode:
    """The cell as it is after being pasted from elsewhere: without its metadata."""
    return new_code_cell(cell.source)


def delete_others(nb: NotebookNode, rng: random.Random) -> str:
    """Tests, imports and texts that are not the student's to answer."""
    for cell in rng.sample(_others(nb), rng.randint(1, 4)):
        _remove(nb, cell)
    return ""


def delete_answer(nb: NotebookNode, rng: random.Random) -> str:
    """One answer, for good."""
    cell = rng.choice(_answers(nb))
    _remove(nb, cell)
    return str(_info(cell)["grade_id"])


def _lines(cell: NotebookNode, rng: random.Random) -> tuple[str, str] | None:
    lines = cell.source.rstrip().split("\n")
    places = [i for i in range(1, len(lines)) if lines[i].strip() and not lines[i].lstrip().startswith("#")]
    at = rng.choice(places) if places else 0
    return ("\n".join(lines[:at]), "\n".join(lines[at:])) if at else None


def split_both_named(nb: NotebookNode, rng: random.Random) -> str:
    """An answer cut in two at any line; both parts keep the metadata, as in JupyterLab."""
    cell = rng.choice(_answers(nb))
    if parts := _lines(cell, rng):
        second = copy.deepcopy(cell)
        second.id = nbformat.v4.new_code_cell().id
        cell.source, second.source = parts
        nb.cells.insert(_at(nb, cell) + 1, second)
    return ""


def split_one_named(nb: NotebookNode, rng: random.Random) -> str:
    """An answer cut in two; one part keeps the metadata, the other is a cell of the student's own."""
    cell = rng.choice(_answers(nb))
    if parts := _lines(cell, rng):
        first = rng.random() < 0.5
        cell.source, other = parts if first else parts[::-1]
        nb.cells.insert(_at(nb, cell) + first, new_code_cell(other))
    return ""


def duplicate(nb: NotebookNode, rng: random.Random) -> str:
    """Any cell, once more: beside it, or at the end."""
    cell = rng.choice(nb.cells)
    twin = copy.deepcopy(cell)
    twin.id = nbformat.v4.new_code_cell().id
    nb.cells.insert(_at(nb, cell) + 1 if rng.random() < 0.7 else len(nb.cells), twin)
    return ""


def duplicate_and_edit(nb: NotebookNode, rng: random.Random) -> str:
    """An answer once more, one of the two with something else in it: nobody can know which one counts."""
    cell = rng.choice(_answers(nb))
    twin = copy.deepcopy(cell)
    twin.id = nbformat.v4.new_code_cell().id
    twin.source = twin.source.replace("return ", "return 0 * ") if "return " in twin.source else twin.source + "\n0"
    nb.cells.insert(_at(nb, cell) + rng.randint(0, 1), twin)
    return ""


def retype(nb: NotebookNode, rng: random.Random) -> str:
    """A code cell turned into text; sometimes fenced."""
    cell = rng.choice([c for c in nb.cells if c.cell_type == "code"])
    make, fence = rng.choice([(new_markdown_cell, True), (new_markdown_cell, False), (new_raw_cell, False)])
    source = f"```python\n{cell.source}\n```" if fence else cell.source
    nb.cells[_at(nb, cell)] = make(source, metadata=cell.metadata)
    return ""


def paste(nb: NotebookNode, rng: random.Random) -> str:
    """An answer pasted into a new cell: in its place, below, or at the end; the old cell is gone or emptied."""
    cell = rng.choice(_answers(nb))
    at, new = _at(nb, cell), _bare(cell)
    where = rng.choice([at, at + 1, len(nb.cells)])
    nb.cells.insert(where, new)
    if rng.random() < 0.5:
        _remove(nb, cell)
    else:
        cell.source = rng.choice(["", "# see below"])
    return ""


def paste_over(nb: NotebookNode, rng: random.Random) -> str:
    """An answer typed into a copy of another answer's cell, which keeps that one's metadata; its own cell is gone."""
    cell, other = rng.sample(_answers(nb), 2)
    copied = copy.deepcopy(other)
    copied.id, copied.source = nbformat.v4.new_code_cell().id, cell.source
    nb.cells[_at(nb, cell)] = copied
    return ""


def reorder(nb: NotebookNode, rng: random.Random) -> str:
    """Cells moved: one, or all of them."""
    if rng.random() < 0.5:
        rng.shuffle(nb.cells)
    else:
        cell = rng.choice(nb.cells)
        _remove(nb, cell)
        nb.cells.insert(rng.randrange(len(nb.cells)), cell)
    return ""


def strip_names(nb: NotebookNode, rng: random.Random) -> str:
    """Another program saved it: no cell has nbgrader's metadata."""
    for cell in nb.cells:
        cell.metadata.pop("nbgrader", None)
    return ""


def scratch(nb: NotebookNode, rng: random.Random) -> str:
    """Cells of the student's own."""
    for source in rng.sample(
        ["1 + 1", "print('here')", "x = 3", "import math\nmath.pi", "def helper(a):\n    return a"], 2
    ):
        nb.cells.insert(rng.randrange(len(nb.cells) + 1), new_code_cell(source))
    return ""


DAMAGES: tuple[Damage, ...] = (
    delete_others, delete_answer, split_both_named, split_one_named, duplicate, duplicate_and_edit, retype, paste,
    paste_over, reorder, strip_names, scratch,
)  # fmt: skip


def damaged(nb: NotebookNode, seed: int) -> tuple[NotebookNode, list[str], set[str]]:
    """A damaged copy, the kinds of damage (one to three), and the answers that are lost for good."""
    rng, nb = random.Random(seed), copy.deepcopy(nb)
    kinds = [DAMAGES[seed % len(DAMAGES)], *rng.sample(DAMAGES, rng.choice([0, 0, 1, 2]))]
    kinds.sort(
        key=lambda kind: (kind is not delete_answer, kind is strip_names)
    )  # both need cells with their own names
    lost = {name for kind in kinds if (name := kind(nb, rng))}
    return nb, [kind.__name__ for kind in kinds], lost


@dataclass
class Tally:
    """What became of damaged notebooks: wrong are (seed, kinds of damage, points due, points given)."""

    mended: int = 0
    human: int = 0
    wrong: list[tuple[int, list[str], dict[str, float], dict[str, float]]] = field(default_factory=list)


def tally(engine: Engine, wrong_answers: list[WrongAnswer], seeds: Iterable[int]) -> Tally:
    """Damage notebooks of the demo class, one for each seed, take them in, and compare their points with those due.

    Due is what the undamaged notebook gets, without the answers that the damage destroyed.
    """
    notebook, found = engine.notebook, Tally()
    people = list(make_class(notebook, wrong_answers, 12))
    handed_in = [submitted(notebook, person.intake) for person in people]

    @cache
    def due(number: int, lost: frozenset[str]) -> dict[str, float]:
        answers = people[number].intake.answers
        left = {name: replace(a, source="") if name in lost else a for name, a in answers.items()}
        return points(engine.grade(Intake(left, {})))

    for seed in seeds:
        number = seed % len(people)
        nb, kinds, lost = damaged(handed_in[number], seed)
        intake = take_in(json.dumps(nb).encode(), notebook)
        if intake.needs_human:
            found.human += 1
            continue
        want, got = due(number, frozenset(lost)), points(engine.grade(intake))
        found.mended += want == got
        found.wrong += [(seed, kinds, want, got)] if want != got else []
    return found


def points(record: Record) -> dict[str, float]:
    """The points of each question."""
    return {q.id: q.points for q in record.questions}


def submitted(notebook: Notebook, intake: Intake) -> NotebookNode:
    """The released notebook with these answers."""
    nb = nbformat.read(notebook.path, 4)
    stubs = {c.grade_id: c.stub for c in notebook.cells if c.grade_id}
    for cell in nb.cells:
        name = _info(cell).get("grade_id")
        answer = intake.answers.get(str(name))
        cell.source = answer.source if answer else stubs.get(str(name), cell.source)
    return nb
