"""Each attack, at each level that this machine gives: no point, nothing leaked, nothing changed, in time."""

import copy
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Notebook
from autograder.engine import Engine
from autograder.intake import Answer, Intake
from autograder.isolation import Isolation
from autograder.records import Record
from autograder.sandbox import CONFINED, SEALED, UNSAFE, Limits

from ..one_question import one_question
from ..test_honesty import AUTHOR, CHEATS, TEST, processes
from ..test_isolation import HERE, MISSING
from .conftest import SECRET, World
from .corpus import HARMS, LEAKS, NOT_EVEN_UNSAFE

LIMITS = Limits(cell_seconds=4, total_seconds=15, memory=1 << 30, disk=32 << 20)
FINDS = f"assert {SECRET!r} in f()"
TAIL = "\ndef f(x):\n    return 'nothing'"


@pytest.fixture(scope="module", params=[SEALED, CONFINED])
def engine_at(request: pytest.FixtureRequest, notebook: Notebook) -> Iterator[Engine]:
    """A warm engine of either level."""
    if request.param not in HERE:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with Engine(notebook, LIMITS, Isolation(request.param)) as engine:
        yield engine


@pytest.fixture(scope="module")
def open_engine(notebook: Notebook) -> Iterator[Engine]:
    """A warm engine that shuts nothing in."""
    with Engine(notebook, LIMITS, Isolation(UNSAFE)) as engine:
        yield engine


def attacked(engine: Engine, answer: str, test: str) -> Record:
    """Grade one hostile answer; and see that the next honest one gets its point."""
    started = time.monotonic()
    record = graded(engine, answer, test)
    assert time.monotonic() - started < LIMITS.total_seconds + 10  # 2 s, and what a busy machine needs
    assert record.state == "graded", record.reason
    assert graded(engine, AUTHOR, TEST).score == 1
    return record


def graded(engine: Engine, answer: str, test: str) -> Record:
    other = copy.copy(engine)
    other.notebook = one_question(engine.notebook.path, answer, test)
    return other.grade(Intake({"q": Answer("q", answer, "answered")}, {}))


@pytest.mark.parametrize("name", LEAKS)
def test_nothing_leaks(engine_at: Engine, world: World, name: str) -> None:
    record = attacked(engine_at, world.fill(LEAKS[name]), FINDS)
    assert record.score == 0
    assert SECRET not in record.question("q").message.replace(FINDS, "")


@pytest.mark.parametrize("name", [name for name in LEAKS if name not in NOT_EVEN_UNSAFE])
def test_the_same_leaks_where_nothing_is_shut_in(open_engine: Engine, world: World, name: str) -> None:
    assert graded(open_engine, world.fill(LEAKS[name]), FINDS).score == 1


@pytest.mark.parametrize("name", HARMS)
def test_nothing_is_harmed(engine_at: Engine, world: World, name: str) -> None:
    before = world.inventory()
    record = attacked(engine_at, world.fill(HARMS[name]) + TAIL, TEST)
    assert record.score == 0
    assert world.inventory() == before
    assert world.bystander.poll() is None
    assert "(stopped)" not in Path(f"/proc/{world.bystander.pid}/status").read_text()
    assert processes(str(world.places["nap"])) == []


@pytest.mark.parametrize("name", CHEATS)
def test_no_point_is_forged(engine_at: Engine, name: str) -> None:
    assert attacked(engine_at, CHEATS[name], TEST).score == 0
