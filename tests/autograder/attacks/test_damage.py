"""Honest notebooks that are damaged: mended with the right points, or left to a human; never graded wrongly."""

import os

import pytest

from autograder.course import Course
from autograder.engine import Engine

from ..damage import DAMAGES, tally

ALL, SOME = 300, 3 * len(DAMAGES)


def test_no_damaged_notebook_is_graded_wrongly_and_most_are_mended(
    request: pytest.FixtureRequest, course: Course, engine: Engine
) -> None:
    count = ALL if request.config.getoption("--all", default=False) else SOME
    found = tally(engine, course.wrong_answers(engine.notebook), range(count))
    print(f"\nof {count}: {found.mended} mended, {found.human} left to a human, {len(found.wrong)} wrong", os.linesep)
    assert found.wrong == []
    assert found.mended + found.human == count
    assert found.mended >= 0.75 * count
