"""The same proof in nbgrader's own way: one kernel, and the tests in the student's notebook."""

import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from .course import TEST, Course, CourseError, Notebook
from .plain_nbgrader import Plain
from .prove import Proof, for_nothing, losses

WAY = "nbgrader's way"
STDERR = "it wrote to stderr, for which nbgrader gives nothing"
OVERDUE = "it took longer than nbgrader's timeout"
Proofs = dict[str, list[Proof]]  # by the notebook's file name


@contextmanager
def begun(course: Course, assignment: str) -> Iterator["Future[Proofs]"]:
    """The proofs of an assignment, which begin now, in a process of their own: nbgrader changes the working folder."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _hush) as pool:
        yield pool.submit(proofs, course, assignment)


def _hush() -> None:
    """Kernels write warnings of their own to the terminal."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def proofs(course: Course, assignment: str) -> Proofs:
    """For each notebook what the solution and the release get; or one thing that went wrong with nbgrader's run."""
    notebooks = course.notebooks(assignment)
    try:
        with tempfile.TemporaryDirectory(prefix="plain-") as folder:
            plain = Plain.copy(course.as_usual(), assignment, Path(folder))
            plain.generate()
            for student in ("source", "release"):  # the source is the solution, handed in as it is
                shutil.copytree(plain.root / student / assignment, plain.root / "submitted" / student / assignment)
                plain.autograde(student)
            return {n.path.name: [_solved(plain, n), _released(plain, n)] for n in notebooks}
    except CourseError as e:
        return {n.path.name: [Proof(WAY, str(e), 0.0, 0.0)] for n in notebooks}


def inside_only(outside: list[Proof], plain: list[Proof]) -> list[str]:
    """The questions whose tests work with the solution in nbgrader's way and not from outside."""
    (solved, *_), (in_plain, *rest) = outside, plain
    return sorted(solved.lost - in_plain.lost) if rest else []


def _solved(plain: Plain, notebook: Notebook) -> Proof:
    got = plain.scores("source", notebook)
    said = _said(plain, notebook)
    lost = {q.id: said.get(q.id, "") for q in notebook.questions if not q.manual and got[q.id] < q.points}
    return Proof(f"solution, {WAY}", losses(lost), sum(got.values()), _most(notebook), frozenset(lost))


def _released(plain: Plain, notebook: Notebook) -> Proof:
    got = plain.scores("release", notebook)
    given = {question: points for question, points in got.items() if points}
    return Proof(f"release, {WAY}", for_nothing(given), sum(got.values()), _most(notebook))


def _most(notebook: Notebook) -> float:
    return sum(q.points for q in notebook.questions if not q.manual)


def _said(plain: Plain, notebook: Notebook) -> dict[str, str]:
    """What the first test of each question said that did not pass with the solution."""
    questions, said = {c.grade_id: c.question for c in notebook.cells if c.kind == TEST}, dict[str, str]()
    graded = plain.root / "autograded" / "source" / plain.assignment / notebook.path.name
    for cell in json.loads(graded.read_text(encoding="utf-8"))["cells"]:
        question = questions.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), "")
        for output in cell.get("outputs", []) if question else ():
            if output["output_type"] == "error":
                error = f"{output['ename']}: {output['evalue']}"
                said.setdefault(question, OVERDUE if error == "KeyboardInterrupt: " else error)
            elif output.get("name") == "stderr":
                said.setdefault(question, STDERR)
    return said
