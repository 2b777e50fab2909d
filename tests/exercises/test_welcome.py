"""What the first exercise quotes is what the reader's own machine says."""

import re

from autograder.course import TEXT
from companion.doctor import REINSTALL, Finding, summary

from .conftest import NOTEBOOKS


def test_the_lines_of_the_doctor_in_the_first_exercise_are_the_doctors_own():
    (welcome,) = (n for n in NOTEBOOKS if n.assignment == "00_welcome")
    text = "\n".join(c.source for c in welcome.cells if c.kind == TEXT)
    ready, wrong = re.search(r"```text\n(Ready.*)\n(1 wrong.*)\n```", text).groups()
    good = [Finding(f"thing {n}", "1.0", "any", "ok") for n in range(int(re.search(r"(\d+) things", ready)[1]))]
    assert summary([*good, Finding("d2l", "not installed", "any", "optional")]) == ready
    assert summary([*good, Finding("pandas", "2.2.3", ">=3.0", "wrong", REINSTALL)]) == wrong
