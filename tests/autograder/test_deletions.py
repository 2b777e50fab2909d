"""A test that deletes a name of the notebook's, as nbgrader's quickstart course does."""

import pytest

from autograder.deletions import FORGET, deletions, forwarded

AUTHOR = "def g(x):\n    return x\ndef f(x):\n    return g(x)"
USES_G = (
    "kept = g\ndel g\ntry:\n    f(1)\nexcept NameError:\n    pass\n"
    "else:\n    raise AssertionError('alone')\nfinally:\n    g = kept"
)


def test_what_a_test_deletes_is_gone_for_the_students_functions_until_it_ends(ask):
    record = ask(AUTHOR, USES_G, "assert f(2) == 2", "del g\nf(1)", "assert f(3) == 3", author=AUTHOR)
    assert [t.points for t in record.question("q").tests] == [1, 1, 0, 1]
    assert "name 'g' is not defined" in record.question("q").tests[2].message


def test_an_answer_that_does_without_loses_the_point(ask):
    record = ask("def g(x):\n    return x\ndef f(x):\n    return x", USES_G, author=AUTHOR)
    assert (record.score, record.question("q").message) == (0, "alone")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("del g", True),
        ("if 1:\n    x = 1\n    del x, g", True),
        ("def h():\n    del g", False),
        ("del x, g[0], g.a", False),
        ("del g +", False),
    ],
)
def test_only_names_at_notebook_level_are_looked_for(source, found):
    assert ("g" in deletions(source)) == found
    if found:
        assert f"\n{FORGET}('g')" in forwarded(source, {"g"}).replace("    ", "")
