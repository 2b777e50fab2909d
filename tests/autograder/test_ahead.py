"""What runs before the fork changes no grade: it is what each submission would have run first."""

import random

import pytest

from autograder.engine import Engine
from autograder.intake import Answer, Intake

from .one_question import one_question

HERE = "import os, random\npid, drawn = os.getpid(), random.random()\n"
ANSWER = "def f():\n    return os.getpid() == pid, drawn, random.random()"


def seen(notebook, *tests, locked, extras=None, answer=ANSWER):
    """What the tests say of one answer behind `locked`."""
    with Engine(one_question(notebook.path, answer, *tests, locked=locked)) as engine:
        record = engine.grade(Intake({"q": Answer("q", answer, "answered")}, extras or {}))
    assert record.state == "graded", record.reason
    return [test.message for test in record.question("q").tests]


def numbers():
    luck = random.Random(0)
    return luck.random(), luck.random()


def test_the_first_locked_cells_run_before_the_fork_on_both_sides_and_draw_the_same_numbers(notebook):
    first, second = numbers()
    theirs, ours = seen(
        notebook,
        "raise ValueError(f())",
        "raise ValueError((os.getpid() == pid, drawn, random.random()))",
        locked=HERE,
    )
    assert theirs == ours == str((False, first, second))


HARMS = {
    "a file": "open('left', 'w').close()",
    "a setting": "os.environ['LEFT'] = '1'",
    "a descriptor": "kept = open(os.devnull)",
    "a thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
    "another folder": "os.chdir('/')",
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_what_leaves_more_than_names_runs_in_each_child(notebook, harm):
    first, second = numbers()
    assert seen(notebook, "raise ValueError(f())", locked=HERE + harm) == [str((True, first, second))]


def test_a_locked_cell_that_fails_is_reported_and_not_hidden(notebook):
    answer = "def f():\n    return 1"
    with Engine(one_question(notebook.path, answer, "f()", locked="raise RuntimeError('of the author')")) as engine:
        record = engine.grade(Intake({"q": Answer("q", answer, "answered")}, {}))
    assert (record.state, "of the author" in record.reason) == ("failed", True)


@pytest.mark.parametrize(("place", "x"), [("", 1), ("0", 5)])
def test_cells_of_the_students_own_keep_their_place_among_the_first(notebook, place, x):
    extras = {place: ("x = 5",)}
    assert seen(notebook, "raise ValueError(f())", locked="x = 1", extras=extras, answer="def f():\n    return x") == [
        str(x)
    ]
