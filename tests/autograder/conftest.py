"""One small course and one warm engine for all tests of a worker."""

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

from autograder.course import Course, Notebook
from autograder.engine import Engine
from autograder.intake import Answer, Intake, take_in
from autograder.plain_nbgrader import Plain
from autograder.records import Record
from autograder.sandbox import Limits

from . import small_course
from .one_question import one_question

NUMPY = "import numpy as np"
settings.register_profile("grader", deadline=None, derandomize=True, database=None)  # no test depends on a clock
settings.load_profile("grader")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(small_course.build(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def notebook(course: Course) -> Notebook:
    return course.notebooks("01_small")[0]


@pytest.fixture(scope="session")
def engine(notebook: Notebook) -> Iterator[Engine]:
    with Engine(notebook, Limits(cell_seconds=10, total_seconds=60)) as engine:
        yield engine


@pytest.fixture
def ask(engine: Engine) -> Callable[..., Record]:
    """Grade one answer against tests written on the spot: ask(answer, test, …, author=…, locked=…)."""

    def grade(
        answer: str,
        *tests: str,
        author: str = "",
        locked: str = "import numpy as np",
        seconds: float = 10,
        total: float = 60,
    ) -> Record:
        other = copy.copy(engine)
        other.notebook = one_question(engine.notebook.path, author or answer, *tests, locked=locked)
        other.limits = Limits(cell_seconds=seconds, total_seconds=total)
        return other.grade(Intake({"q": Answer("q", answer, "answered")}, {}))

    return grade


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose assignment nbgrader has generated."""
    root = tmp_path_factory.mktemp("generated")
    plain = Plain.copy(Course(small_course.build(tmp_path_factory.mktemp("written"))), "01_small", root)
    plain.generate()
    return root


@pytest.fixture
def root(generated: Path, tmp_path: Path) -> Path:
    """A copy of it, to be graded in."""
    return Path(shutil.copytree(generated, tmp_path / "course"))


@pytest.fixture
def submission(course: Course) -> "Callable[..., Intake]":
    """Take in the small course's solution after `change(notebook)` has damaged it."""

    def make(change: Callable[[nbformat.NotebookNode], None]) -> Intake:
        nb = small_course.notebook()
        change(nb)
        return take_in(nbformat.writes(nb).encode(), course.notebooks("01_small")[0])

    return make


def by_id(nb: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode:
    """The cell with that grade_id."""
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def write(nb: nbformat.NotebookNode, path: Path) -> Path:
    """Write a notebook."""
    nbformat.write(nb, path)
    return path
