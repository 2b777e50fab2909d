"""The course as it stands, and one warm engine for each assignment that a worker tests."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course, Notebook, Question
from autograder.engine import Engine
from autograder.plain_nbgrader import Plain
from autograder.sandbox import Limits

COURSE = Course(Path(__file__).parents[2] / "exercises")
NOTEBOOKS = [n for name in COURSE.assignments for n in COURSE.notebooks(name)]
WRONG = [(n, w) for n in NOTEBOOKS for w in COURSE.wrong_answers(n)]
LAB = "lab"
TESTED = [(n, q) for n in NOTEBOOKS for q in n.questions if not q.manual]


def name(value: object) -> str | None:
    """Ids for parametrised tests."""
    if isinstance(value, Notebook):
        return value.path.stem
    if isinstance(value, Question):
        return value.id
    return f"{value.question}__{value.slug}" if hasattr(value, "slug") else None


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups afterwards
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One assignment after another, with `--dist loadgroup` each in one worker: its templates start once.

    JupyterLab's tests, which mostly wait, and large assignments come first: no worker has to wait long for the other.
    """
    groups = {item: group for item in items if (group := group_of(item))}
    for item in groups:
        item.add_marker(pytest.mark.xdist_group(groups[item]))
    size = Counter(groups.values())
    in_order = iter(sorted(groups, key=lambda item: (groups[item] != LAB, -size[groups[item]], groups[item])))
    items[:] = [next(in_order) if item in groups else item for item in items]


def group_of(item: pytest.Item) -> str:
    """The assignment that a test of this folder is about, LAB for those that share a server, or nothing."""
    if item.path == Path(__file__).with_name("test_lab.py"):
        return LAB
    notebook = item.callspec.params.get("notebook") if hasattr(item, "callspec") else None
    return notebook.assignment if isinstance(notebook, Notebook) else ""


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


@pytest.fixture(scope="session")
def plain_for(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Notebook], Plain]:
    """A copy of the course for each assignment, with its release; their gradebooks are copies of one empty one."""
    made, empty = dict[str, Plain](), tmp_path_factory.mktemp("empty") / "gradebook.db"

    def get(notebook: Notebook) -> Plain:
        assignment = notebook.assignment
        if assignment not in made:
            made[assignment] = Plain.copy(COURSE, assignment, tmp_path_factory.mktemp(assignment))
            if not empty.exists():  # nbgrader makes one by running alembic: most of what a release costs
                Gradebook(f"sqlite:///{empty}").close()
            shutil.copy(empty, made[assignment].root)
            made[assignment].generate()
        return made[assignment]

    return get
