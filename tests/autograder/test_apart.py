"""Whether tests stand apart: by the names that they share, and by the traces that running them leaves."""

import os
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.apart import free, stand_apart
from autograder.course import Course
from autograder.shell import Shell
from autograder.traces import Traces

from . import small_course
from .conftest import by_id, write

FREE = {
    "x = x + 1": {"x"},
    "x = 1\nx += y": {"y"},
    "for i in a:\n    b = i\nb": {"a", "b"},
    "if c:\n    d = 1\nd": {"c", "d"},
    "while t:\n    t = 0": {"t"},
    "def f(n):\n    return f(n - 1) + g": {"g"},
    "def f():\n    return h\nh = 1": {"h"},
    "class A:\n    y = w\n    def m(self):\n        return z": {"w", "z"},
    "[q for q in z]": {"z"},
    "try:\n    k = 1\nexcept E as e:\n    raise\nk": {"E"},
    "try:\n    k = 1\nexcept E as e:\n    print(e)\nk": {"E", "k", "print"},
    "with np.errstate():\n    k = 1\nk": {"np"},
    "with raises(E):\n    k = 1\nk": {"raises", "E", "k"},
    "with open('a') as f:\n    f": {"open"},
    "a and (b := 1)\nb": {"a", "b"},
    "match p:\n    case 1:\n        r = 1\nr": {"p", "r"},
    "del m": {"m"},
    "import numpy.linalg as nl, os.path\nnl, os": set(),
    "eval('x', {})": {"eval"},
    "eval('x')": None,
    "exec(text)": None,
    "globals()['x']": None,
    "_ + 1": None,
    "%timeit f(1)": None,
    "so (": None,
    "await later()": {"later"},
    "try:\n    k = 1\nexcept* E:\n    raise\nk": {"E", "k"},
}


@pytest.mark.parametrize("source", FREE)
def test_the_names_that_a_cell_needs_are_those_it_has_not_surely_bound(source):
    assert free(source) == FREE[source]


def test_mean_uses_another_tests_name(nb):
    by_id(nb, "test_vec").source += "\nnumbers = [1, 2]"
    by_id(nb, "test_mean").source = "numbers = numbers + [1]"


def a_locked_cell_uses_a_tests_name(nb):
    by_id(nb, "probe_clip_all").source += "\nv = v"


def a_test_runs_inside(nb):
    by_id(nb, "test_vec").metadata["inside"] = True


def two_tests_of_one_question_share_a_name(nb):
    by_id(nb, "test_mean_basics").source += "\nshared = 1"
    by_id(nb, "test_mean").source += "\nassert shared"


test_mean_uses_another_tests_name.__test__ = False
CHANGES = [
    (test_mean_uses_another_tests_name, False),
    (a_locked_cell_uses_a_tests_name, False),
    (a_test_runs_inside, False),
    (two_tests_of_one_question_share_a_name, True),
    (lambda nb: None, True),
]


@pytest.mark.parametrize(("change", "apart"), CHANGES, ids=[c.__name__ for c, _ in CHANGES])
def test_tests_of_two_questions_that_share_a_name_do_not_stand_apart(tmp_path, change, apart):
    root = small_course.build(tmp_path)
    (notebook,) = Course(root).notebooks("01_small")
    nb = nbformat.read(notebook.path, 4)
    change(nb)
    write(nb, notebook.path)
    assert stand_apart(Course(root).notebooks("01_small")[0]) is apart


def test_the_books_tests_stand_apart():
    course = Course(Path(__file__).parents[2] / "exercises")
    assert [n for a in course.assignments for n in course.notebooks(a) if not stand_apart(n)] == []


NOTEBOOK = """
import collections, functools, random
import numpy as np, pandas as pd, torch
calls, _hidden, here = [], {}, iter([1, 2, 3])
counts = collections.defaultdict(int)
rng, own, array = np.random.default_rng(0), random.Random(0), np.ones((2, 2))
leaf, table = torch.ones(3, requires_grad=True), pd.DataFrame({"a": [1, 2]})

def note(x, kept=[]):
    calls.append(x)

def keep(x, kept=[]):
    kept.append(x)

def look(x):
    return [float(y) for y in array.ravel()] + calls + [x]

def counter():
    n = 0
    def count():
        nonlocal n
        n += 1
        return n
    return count

count = counter()

@functools.lru_cache
def square(n):
    return n * n

class Vec:
    made = 0
    __slots__ = ("x",)
    def __init__(self, x):
        Vec.made, self.x = Vec.made + 1, x

vec = Vec(1)
"""
TRACES = [
    "note(1)", "keep(1)", "count()", "square(3)", "Vec(2)", "vec.x = 3", "note.seen = 1", "next(here)", "counts[1]",
    "_hidden[1] = 2", "array[0, 0] = 5", "array.shape = (4,)", "rng.random()", "own.random()", "random.random()",
    "np.random.rand()", "torch.rand(1)", "leaf.sum().backward()", "leaf.data[0] = 9", "table.loc[0, 'a'] = 7",
    "new = 1", "del counts", "def look(x):\n    return 1", "open('file', 'w').close()", "np.seterr(all='raise')",
    "torch.set_grad_enabled(False)", "import os; os.environ['SEEN'] = '1'", "import sys; sys.setrecursionlimit(1234)",
]  # fmt: skip
NO_TRACES = ["None", "look(1)", "vec.x + 1", "array.sum()", "table.mean()", "(leaf * 2).sum().item()", "calls == [1]"]


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """A shell in a folder of its own in which the notebook ran."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    limit, errors = sys.getrecursionlimit(), np.geterr()
    shell = Shell()
    shell.user_ns["__name__"] = "__main__"
    exec(NOTEBOOK, shell.user_ns)
    yield shell
    sys.setrecursionlimit(limit)
    np.seterr(**errors)
    shell.user_ns["torch"].set_grad_enabled(True)


@pytest.mark.parametrize("code", [*TRACES, *NO_TRACES])
def test_what_code_changes_is_seen_and_what_it_only_reads_is_not(shell, code):
    traces = Traces(lambda: shell.names)
    assert traces.changed()  # nothing to compare with
    assert not traces.changed()
    exec(code, shell.user_ns)
    assert traces.changed() is (code in TRACES)
    assert not traces.changed()
    assert not traces.hopeless


@pytest.mark.parametrize("code", ["many = list(range(10**5))", "g = (n for n in [1])", "big = np.ones(10**6)"])
def test_where_that_cannot_be_told_it_counts_as_changed(shell, code):
    traces = Traces(lambda: shell.names)
    exec(code, shell.user_ns)
    assert [traces.changed() for _ in range(3)] == [True, True, True]
