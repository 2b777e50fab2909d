"""The course as it stands, and one warm engine for each assignment that a worker tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder.course import Course, Notebook, Question
from autograder.engine import Engine
from autograder.sandbox import Limits

COURSE = Course(Path(__file__).parents[2] / "exercises")
NOTEBOOKS = [n for name in COURSE.assignments for n in COURSE.notebooks(name)]
WRONG = [(n, w) for n in NOTEBOOKS for w in COURSE.wrong_answers(n)]
TESTED = [(n, q) for n in NOTEBOOKS for q in n.questions if not q.manual]


def name(value: object) -> str | None:
    """Ids for parametrised tests."""
    if isinstance(value, Notebook):
        return value.path.stem
    if isinstance(value, Question):
        return value.id
    return f"{value.question}__{value.slug}" if hasattr(value, "slug") else None


@pytest.fixture(scope="session")
def engine_for() -> Iterator[Callable[[Notebook], Engine]]:
    with ExitStack() as stack:
        warm: dict[Path, Engine] = {}

        def get(notebook: Notebook) -> Engine:
            if notebook.path not in warm:
                limits = Limits(cell_seconds=30)
                warm[notebook.path] = stack.enter_context(Engine(notebook, limits))
            return warm[notebook.path]

        yield get
