"""Each attack, at each level that this machine gives: no point, nothing leaked, nothing changed, in time."""

import copy
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.autograded import autograded
from autograder.course import Course, Notebook
from autograder.engine import Engine
from autograder.grading import Grading
from autograder.intake import Answer, Intake
from autograder.isolation import Isolation
from autograder.records import Record
from autograder.sandbox import CONFINED, SEALED, UNSAFE, Limits

from ..one_question import one_question
from ..test_honesty import processes
from ..test_isolation import HERE, MISSING
from .corpus import (
    ATTACKS,
    BY_CODE,
    FAST,
    FILES,
    FINDS,
    HONEST,
    LEAKS,
    NOT_EVEN_UNSAFE,
    TESTS,
    THE_SECRET,
    author_of,
    judges_of,
    right_answer,
)
from .families import FAMILIES, HTML, SECRET
from .target import attacked_course, hand_in, hand_in_files, scores_of, slug
from .world import World

LIMITS = Limits(cell_seconds=4, total_seconds=15, memory=1 << 30, disk=32 << 20)


@pytest.fixture(scope="module", params=[SEALED, CONFINED])
def engine_at(request: pytest.FixtureRequest, notebook: Notebook) -> Iterator[Engine]:
    """A warm engine of either level."""
    if request.param not in HERE:
        pytest.skip(MISSING)
    with Engine(notebook, LIMITS, Isolation(request.param)) as engine:
        yield engine


@pytest.fixture(scope="module")
def open_engine(notebook: Notebook) -> Iterator[Engine]:
    """A warm engine that shuts nothing in."""
    with Engine(notebook, LIMITS, Isolation(UNSAFE)) as engine:
        yield engine


ODD_NAMES = {  # of students' folders
    "\x1b[2J": "graded",
    "a\nb": "graded",
    "-rf": "graded",
    "..x": "graded",
    "\u202egpj": "graded",
    "n" * 200: "needs-human",
    "\udcff": "needs-human",
}


def graded(engine: Engine, answer: str, after: str) -> Record:
    """Grade one answer."""
    other = copy.copy(engine)
    other.notebook = one_question(engine.notebook.path, author_of(after), *judges_of(after))
    return other.grade(Intake({"q": Answer("q", answer, "answered")}, {}))


@pytest.mark.parametrize("name", [attack.name for attack in BY_CODE])
def test_no_point_is_gained_nothing_leaks_and_nothing_changes(engine_at: Engine, world: World, name: str) -> None:
    (attack,) = (a for a in BY_CODE if a.name == name)
    before, started = world.inventory(), time.monotonic()
    record = graded(engine_at, world.fill(attack.source), attack.after)
    assert (
        time.monotonic() - started < LIMITS.total_seconds + 120
    )  # none hangs; how long each takes stands in benchmarks/attacks.md
    assert (record.state, record.score) == ("graded", 0), record.reason
    assert THE_SECRET not in str(record.outputs).replace(FINDS[0], "")
    assert world.inventory() == before
    assert world.bystander_lives()
    assert processes(str(world.places["nap"])) == []
    honest = graded(engine_at, right_answer(attack.after), attack.after)  # the next one gets what is due
    assert honest.score == (0 if attack.after == SECRET else len(judges_of(attack.after)))


def test_html_that_reaches_formgrader_is_clean(engine_at: Engine, target_course: Path) -> None:
    (notebook,) = Course(target_course).notebooks("attacked")
    other = copy.copy(engine_at)
    other.notebook = notebook
    for attack in (a for a in BY_CODE if a.family == HTML):
        intake = Intake({"f": Answer("f", attack.source, "answered")}, {})
        shown = nbformat.from_dict(autograded(notebook, intake, other.grade(intake)))
        nbformat.validate(shown)
        for output in (o for c in shown.cells if c.cell_type == "code" for o in c.outputs):
            text = str(output.get("data", {}).get("text/html", ""))
            assert not any(word in text for word in ("<script", "onerror", "onload", "javascript:", "<iframe", "<meta"))
            assert set(output.get("data", {})) <= {"text/plain", "text/html", "text/latex", "image/png", "image/jpeg"}
            if output.output_type == "error":
                assert "\x1b" not in output.evalue


@pytest.mark.parametrize("name", [attack.name for attack in LEAKS if attack.name not in NOT_EVEN_UNSAFE])
def test_the_same_leaks_where_nothing_is_shut_in(open_engine: Engine, world: World, name: str) -> None:
    (attack,) = (a for a in LEAKS if a.name == name)
    assert graded(open_engine, world.fill(attack.source), SECRET).score == 1


@pytest.fixture(scope="module")
def target_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two honest students, and every hostile file handed in by another."""
    root = attacked_course(tmp_path_factory.mktemp("attacked"))
    hand_in(root, "zoe", HONEST)
    return root


@pytest.mark.parametrize("level", [SEALED, CONFINED])
def test_no_hostile_file_stops_a_run_or_gets_a_point(
    target_course: Path, world: World, level: str, tmp_path: Path
) -> None:
    if level not in HERE:
        pytest.skip(MISSING)
    root = Path(shutil.copytree(target_course, tmp_path / "course"))
    before = world.inventory()
    for attack in FILES:
        hand_in_files(root, attack, {**world.places, "course": root})
    for name in ODD_NAMES:
        hand_in(root, name, HONEST)
    run = Grading(Course(root), "attacked", LIMITS, Isolation(level), workers=2)
    outcomes = {o.student: o for o in run.run(run.students())}
    wrong = {
        attack.name: (outcomes[slug(attack)].state, outcomes[slug(attack)].score, outcomes[slug(attack)].reason)
        for attack in FILES
        if outcomes[slug(attack)].state not in attack.states or outcomes[slug(attack)].score
    }
    assert wrong == {}
    assert {name: outcomes[name].state for name in ODD_NAMES} == ODD_NAMES
    assert {outcomes[name].score for name in ("neighbour", "zoe")} == {len(TESTS)}
    assert scores_of(root, "neighbour") == scores_of(root, "zoe") == len(TESTS)
    assert sum(scores_of(root, slug(attack)) for attack in FILES) == 0
    assert world.inventory() == before


def test_every_family_of_attacks_is_in_the_corpus() -> None:
    assert {attack.family for attack in ATTACKS} == set(FAMILIES)
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 80
    assert set(FAST) <= {attack.name for attack in BY_CODE}
