"""An author is told which tests work in one way of running only: by `autograder check`, and when nbgrader generates."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.converters import GenerateAssignment

from autograder.cli import main
from autograder.contract import contract_problems
from autograder.course import Course
from autograder.plain_nbgrader import Plain, config_of

from . import small_course
from .conftest import by_id, write
from .one_question import one_question

ANSWER = "class Value:\n    'A number.'\n\ndef f(x):\n    'Doubles.'\n    return Value()"
OF_A_STAND_IN = {
    "its type": "assert type(f(1)) is Value",
    "its docstring": "assert f.__doc__ == 'Doubles.'",
    "its docstring beside a magic": "%matplotlib inline\nassert f.__doc__ == 'Doubles.'",
    "its docstring beside what looks like one": "s = ('%d'\n  % 1)\nassert f.__doc__ == 'Doubles.'",
    "a subclass of it": "class Sub(Value):\n    pass\nassert Sub() is not None",
    "its parents": "assert issubclass(Value, object)",
    "its kind": "import inspect\nassert inspect.isfunction(f)",
}
READS_THE_DOCSTRING = "assert mean.__doc__.startswith('The mean')\nassert mean([1, 2, 3]) == 2"
LINE = "test_mean_basics, line 1: mean.__doc__ is that of a stand-in; mend the test"
COMPLAINS = "import sys\nprint('seen', file=sys.stderr)\n"
DIES_THERE = "import os, sys\nif 'ipykernel' in sys.modules:\n    os._exit(1)\n"
CHECKS = "c.GenerateAssignment.preprocessors.insert(0, 'autograder.generating.CheckContract')\n"


def course_with(path, **cells):
    """The small course without wrong answers, with other cells."""
    nb = small_course.notebook()
    for name, source in cells.items():
        by_id(nb, name).source = source
    return Course(small_course.build(path, nb, {}))


def check(course):
    result = CliRunner().invoke(main, ["check", "01", "--course", str(course.root)])
    return result.exit_code, result.output


def test_a_test_that_works_in_nbgraders_way_alone_is_reported_with_its_cure(tmp_path):
    status, said = check(course_with(tmp_path, test_mean_basics="assert mean.__doc__.startswith('The mean')"))
    assert status == 1
    assert f"FAIL {LINE}" in said
    assert "FAIL solution: loses points of mean: " in said
    assert " ok  solution, nbgrader's way: 10 of 10" in said
    assert "FAIL release, nbgrader's way: gets points for nothing: mean 1" in said
    assert "     mean: works in nbgrader's way alone; mend the test" in said


def test_the_cure_of_marking_the_cell_inside_cures(tmp_path):
    nb = small_course.notebook()
    by_id(nb, "test_mean_basics").source = READS_THE_DOCSTRING
    by_id(nb, "test_mean_basics").metadata["inside"] = True
    status, said = check(Course(small_course.build(tmp_path, nb, {})))
    assert (status, said.count(" ok ")) == (0, 4)


def test_a_test_that_works_from_outside_alone_is_reported_with_its_reason(tmp_path):
    status, said = check(course_with(tmp_path, test_vec=COMPLAINS + small_course.TEST_VEC))
    assert status == 1
    assert " ok  solution: 10 of 10" in said
    assert "FAIL solution, nbgrader's way: loses points of vec: it wrote to stderr, for which nbgrader gives" in said


def test_a_run_of_nbgraders_that_fails_is_one_line(tmp_path):
    status, said = check(course_with(tmp_path, vec=DIES_THERE + small_course.VEC))
    assert (status, said.count("FAIL")) == (1, 1)
    assert "FAIL nbgrader's way: nbgrader autograde of source failed: nbclient.exceptions.DeadKernelError: " in said


@pytest.mark.parametrize("test", OF_A_STAND_IN.values(), ids=OF_A_STAND_IN)
def test_what_only_pythons_own_object_could_answer_is_said_and_loses_from_outside(ask, notebook, test):
    assert "stand-in" in " ".join(contract_problems(one_question(notebook.path, ANSWER, test)))
    assert ask(ANSWER, test).score == 0


@pytest.mark.parametrize(
    "test", ["%matplotlib inline\nassert callable(f)", "def f():\n    'Own.'\nassert f.__doc__", "1 +"]
)
def test_nothing_is_said_of_magics_of_names_of_the_tests_own_and_of_what_is_not_python(notebook, test):
    assert contract_problems(one_question(notebook.path, ANSWER, test, locked="%matplotlib inline")) == []


def generated(path, config, **cells):
    """What nbgrader logs while it generates, and the release."""
    course = course_with(path, **cells)
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(config)
    (path / "copy").mkdir()
    plain = Plain.copy(course, "01_small", path / "copy")
    done = plain.api.generate_assignment("01_small")
    assert done["success"]
    return done["log"], (plain.root / "release" / "01_small" / "01_small.ipynb").read_bytes()


def test_generating_warns_once_of_a_test_that_cannot_work_from_outside_and_releases_the_same(tmp_path):
    twice = CHECKS + CHECKS  # as nbgrader's commands read it
    log, release = generated(tmp_path / "with", twice, test_mean_basics=READS_THE_DOCSTRING)
    assert log.count("[WARNING]") == 1
    assert f"[WARNING] 01_small.ipynb, {LINE}" in log
    silent, same = generated(tmp_path / "without", "", test_mean_basics=READS_THE_DOCSTRING)
    assert "[WARNING]" not in silent
    assert release == same


def test_generating_says_nothing_of_honest_tests(tmp_path):
    log, _ = generated(tmp_path, CHECKS)
    assert "[WARNING]" not in log


def test_our_own_course_warns_and_keeps_each_step_of_nbgraders():
    steps = GenerateAssignment(config=config_of(Path(__file__).parents[2] / "exercises")).preprocessors
    assert steps == ["autograder.generating.CheckContract", *GenerateAssignment.preprocessors.default()]


def test_a_header_beside_the_assignments_is_there_in_the_copy_that_nbgrader_generates(tmp_path):
    header = "c.IncludeHeaderFooter.header = 'source/header.ipynb'\n"
    (tmp_path / "source").mkdir()
    write(new_notebook(cells=[new_markdown_cell("# Write your name")]), tmp_path / "source" / "header.ipynb")
    _, release = generated(tmp_path, header)
    assert b"Write your name" in release


def test_a_look_at_the_tests_that_fails_stops_no_release(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.generating.contract_problems", None)
    log, release = generated(tmp_path, CHECKS)
    assert "[WARNING] autograder could not look at the tests: TypeError: " in log
    assert b"raise NotImplementedError()" in release
