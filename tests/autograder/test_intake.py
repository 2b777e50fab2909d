"""A damaged notebook is mended where that is unambiguous, and never graded silently as empty."""

import copy
import gc
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.intake import MOST_BYTES, Unreadable, load, take_in
from autograder.records import GRADED, NEEDS_HUMAN

from . import small_course
from .conftest import by_id


def graded(engine, intake):
    return {q.id: q.points for q in engine.grade(intake).questions}


FULL = {"mean": 3, "vec": 2, "clip_all": 3, "choices": 2, "explain_it": 0}


def test_the_untouched_solution_gets_everything(engine, submission):
    assert graded(engine, submission(lambda nb: None)) == FULL


def test_what_a_student_did_to_tests_and_locked_cells_does_not_count(engine, submission):
    def change(nb):
        by_id(nb, "mean").source = "def mean(numbers):\n    return 0"
        by_id(nb, "test_mean").source = "pass"
        by_id(nb, "test_mean").metadata.nbgrader.points = 100
        by_id(nb, "imports").source = "def expect(*a): pass"
        nb.cells.remove(by_id(nb, "test_mean_basics"))

    assert graded(engine, submission(change)) == {**FULL, "mean": 0}


def test_a_deleted_answer_loses_its_points_and_says_so(engine, submission):
    intake = submission(lambda nb: nb.cells.remove(by_id(nb, "vec")))
    record = engine.grade(intake)
    assert (record.state, record.question("vec").points) == (GRADED, 0)
    assert record.question("vec").answer_state == "missing"
    assert "'vec' is missing" in record.question("vec").note
    assert record.score == 8


def test_an_answer_pasted_into_a_new_cell_is_found(engine, submission):
    def change(nb):
        place = nb.cells.index(by_id(nb, "mean"))
        nb.cells[place] = new_code_cell(by_id(nb, "mean").source)

    assert graded(engine, submission(change)) == FULL


def test_an_answer_split_in_two_cells_is_read_as_one(engine, submission):
    def change(nb):
        cell = by_id(nb, "clip_all")
        second = copy.deepcopy(cell)
        cell.source, second.source = "def double(n):\n    return 2 * n", cell.source
        nb.cells.insert(nb.cells.index(cell) + 1, second)

    intake = submission(change)
    assert intake.answers["clip_all"].state == "mended"
    assert graded(engine, intake) == FULL


def test_a_helper_in_a_cell_of_the_students_own_is_run(engine, submission):
    def change(nb):
        by_id(nb, "mean").source = "def mean(numbers):\n    return total(numbers) / len(numbers)"
        nb.cells.insert(1, new_code_cell("total = sum"))

    assert graded(engine, submission(change)) == FULL


def test_an_unchanged_copy_beside_the_answer_is_ignored(engine, submission, notebook):
    def change(nb):
        stub = copy.deepcopy(by_id(nb, "mean"))
        stub.source = next(c.stub for c in notebook.cells if c.grade_id == "mean")
        nb.cells.append(stub)

    intake = submission(change)
    assert intake.answers["mean"].state == "mended"
    assert graded(engine, intake) == FULL


def test_two_rival_answers_need_a_human(engine, submission):
    def change(nb):
        rival = copy.deepcopy(by_id(nb, "mean"))
        rival.source = "def mean(numbers):\n    return 0"
        nb.cells.append(rival)

    record = engine.grade(submission(change))
    assert record.state == NEEDS_HUMAN
    assert "2 different cells claim to be the answer 'mean'" in record.reason
    assert all(t.message for q in record.questions for t in q.tests)


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_turned_into_text_is_read_as_code(engine, submission, kind):
    def change(nb):
        cell = by_id(nb, "vec")
        cell.cell_type = kind
        cell.pop("outputs"), cell.pop("execution_count")

    intake = submission(change)
    assert kind in intake.answers["vec"].note
    assert graded(engine, intake) == FULL


def test_cells_in_another_order_are_graded_in_the_authors(engine, submission):
    assert graded(engine, submission(lambda nb: nb.cells.reverse())) == FULL


def test_the_release_is_told_from_an_answer(submission, notebook):
    stub = next(c.stub for c in notebook.cells if c.grade_id == "mean")
    assert "raise NotImplementedError()" in stub
    assert "sum(numbers)" not in stub
    intake = submission(lambda nb: by_id(nb, "mean").update(source=stub + "\n"))
    assert intake.answers["mean"].state == "as released"
    assert intake.answers["vec"].state == "answered"


def test_the_release_is_nbgraders_own(course, notebook, tmp_path):
    from autograder.plain_nbgrader import Plain

    (path,) = Plain.copy(course, "01_small", tmp_path).generate()
    released = {
        c.metadata.nbgrader.grade_id: c.source for c in nbformat.read(path, 4).cells if "nbgrader" in c.metadata
    }
    assert {c.grade_id: c.stub.strip() for c in notebook.cells if c.grade_id} == {
        k: v.strip() for k, v in released.items()
    }


BROKEN = {
    "nothing": b"",
    "text": b"print(1)",
    "a list": b"[1, 2]",
    "cut off": nbformat.writes(small_course.notebook()).encode()[:900],
    "old format": b'{"nbformat": 3, "worksheets": []}',
    "future format": b'{"nbformat": 99, "cells": []}',
    "cells that are none": b'{"nbformat": 4, "cells": [1]}',
    "cells as words": b'{"nbformat": 4, "cells": "many"}',
    "metadata that is none": b'{"nbformat": 4, "cells": [{"metadata": []}]}',
    "too many cells": json.dumps({"nbformat": 4, "cells": [{}] * 5000}).encode(),
    "an enormous cell": json.dumps({"nbformat": 4, "cells": [{"source": "x" * (2 << 20)}]}).encode(),
    "deeper than Python reads": b"[" * 200_000,
    "not UTF-8": b'\xff\xfe{"nbformat": 4}',
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_is_no_notebook_is_refused_in_one_line(notebook, data):
    with pytest.raises(Unreadable) as told:
        take_in(data, notebook)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("odd", ["metadata", "grade_id", "nbgrader"])
def test_odd_types_inside_do_not_break_intake(notebook, odd):
    cell = {"cell_type": "code", "source": ["a = 1\n", 2, None], "metadata": {"nbgrader": {"grade_id": ["mean"]}}}
    if odd == "nbgrader":
        cell["metadata"]["nbgrader"] = "mean"
    if odd == "metadata":
        del cell["metadata"]
    intake = take_in(json.dumps({"nbformat": 4, "cells": [cell]}).encode(), notebook)
    assert intake.answers["mean"].state == "missing"


def test_notebooks_taken_in_side_by_side_do_not_disturb_each_other(notebook):
    def handed_in(number):
        answer = "\n".join(f"def mean(x):\n    return [x + {i} for y in x if (y and x) or {i}]" for i in range(60))
        cell = new_code_cell(f"{answer}\n# {number}", metadata={"nbgrader": {"grade_id": "mean"}})
        return take_in(json.dumps({"nbformat": 4, "cells": [cell]}).encode(), notebook)

    yields = lambda *_: time.sleep(0)  # another thread gets in whenever memory is collected
    gc.callbacks.append(yields)
    try:
        with ThreadPoolExecutor(4) as pool:
            intakes = list(pool.map(handed_in, range(100)))
    finally:
        gc.callbacks.remove(yields)
    assert {i.answers["mean"].state for i in intakes} == {"answered"}


def test_links_pipes_folders_and_giants_are_not_opened(tmp_path):
    (tmp_path / "real.ipynb").write_text("{}")
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "real.ipynb")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    with (tmp_path / "giant.ipynb").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert load(tmp_path / "real.ipynb") == b"{}"
    for name in ("link", "pipe", "folder", "giant", "missing"):
        with pytest.raises(Unreadable, match=name):
            load(tmp_path / f"{name}.ipynb")
