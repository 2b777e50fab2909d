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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One assignment after another, with `--dist loadgroup` each in one worker: its templates start once."""
    found = {item: item.callspec.params.get("notebook") for item in items if hasattr(item, "callspec")}
    mine = {item: notebook.assignment for item, notebook in found.items() if isinstance(notebook, Notebook)}
    for item, assignment in mine.items():
        item.add_marker(pytest.mark.xdist_group(assignment))
    in_order = iter(sorted(mine, key=lambda item: mine[item]))
    items[:] = [next(in_order) if item in mine else item for item in items]


@pytest.fixture(scope="session")
def engine_for() -> Iterator[Callable[[Notebook], Engine]]:
    with ExitStack() as stack:
        warm: dict[Path, Engine] = {}

        def get(notebook: Notebook) -> Engine:
            if notebook.path not in warm:
                stack.close()  # one at a time: each holds two Pythons with torch
                warm.clear()
                warm[notebook.path] = stack.enter_context(Engine(notebook, Limits(cell_seconds=30)))
            return warm[notebook.path]

        yield get
