"""A course of five small questions without torch, written as text: what nbgrader's authors would type into cells."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

CONFIG = """c = get_config()
c.CourseDirectory.course_id = "small"
c.Execute.timeout = 30
c.Execute.shutdown_kernel = "immediate"
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=ERROR"]
"""

IMPORTS = """import numpy as np


def expect(call, got, want):
    assert np.shape(got) == np.shape(want) and np.allclose(got, want), f"{call}: expected {want}, got {got}"
"""

MEAN = """def mean(numbers):
    \"\"\"The mean of a list of numbers.\"\"\"
    ### BEGIN SOLUTION
    return sum(numbers) / len(numbers)
    ### END SOLUTION
"""

TEST_MEAN_BASICS = """expect("mean([1, 2, 3])", mean([1, 2, 3]), 2.0)"""

TEST_MEAN = """np.testing.assert_allclose(mean([4.0]), 4.0)
### BEGIN HIDDEN TESTS
for numbers in ([0.5, 1.5], [-1, 2], [2, 2, 8]):
    expect(f"mean({numbers})", mean(numbers), np.mean(numbers))
### END HIDDEN TESTS
"""

VEC = """class Vec:
    \"\"\"A vector in the plane.\"\"\"

    def __init__(self, x, y):
        self.x, self.y = x, y

    ### BEGIN SOLUTION
    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __mul__(self, number):
        return Vec(number * self.x, number * self.y)

    __rmul__ = __mul__
    ### END SOLUTION
"""

TEST_VEC = """v = Vec(1.0, 2.0) + 2 * Vec(3.0, 4.0)
assert (v.x, v.y) == (7.0, 10.0), f"(1, 2) + 2 (3, 4): expected (7, 10), got {(v.x, v.y)}"
### BEGIN HIDDEN TESTS
w = Vec(-1.0, 0.5) * 4
assert (w.x, w.y) == (-4.0, 2.0), f"(-1, 0.5) * 4: expected (-4, 2), got {(w.x, w.y)}"
### END HIDDEN TESTS
"""

CLIP = """def clip_all(lists, low, apply):
    \"\"\"Raise every number below `low` in place, then return apply(n) for the numbers that are left, flat.\"\"\"
    ### BEGIN SOLUTION
    for numbers in lists:
        numbers[:] = [max(n, low) for n in numbers]
    return [apply(n) for numbers in lists for n in numbers]
    ### END SOLUTION
"""

PROBE_CLIP = """def probe_clip_all(lists, low):
    return clip_all(lists, low, lambda n: n + 1)
"""

TEST_CLIP = """points, seen = 0, []
lists = [[1, 5], [-3]]
result = clip_all(lists, 2, lambda n: seen.append(n) or n * n)
points += result == [4, 25, 4]
points += lists == [[2, 5], [2]] and seen == [2, 5, 2]
### BEGIN HIDDEN TESTS
points += probe_clip_all([[0], []], -1) == [1]
### END HIDDEN TESTS
points
"""

CHOICES = """choices = {"A": "?", "B": "?"}
### BEGIN SOLUTION
choices = {"A": 3, "B": "no"}
### END SOLUTION
"""

TEST_CHOICES = """assert choices["A"] == 3, f"A: expected 3, got {choices['A']}"
"""
TEST_CHOICES_B = """assert choices["B"] == "no", f"B: expected no, got {choices['B']}"
"""

EXPLAIN = """### BEGIN SOLUTION
It adds.

**Rubric**, one point each.

1. Says that it adds.

**Sample answers.** 'It adds.' 1 of 1.
### END SOLUTION
"""

WRONG = {
    "mean__median": (
        "You take the middle number.",
        "def mean(numbers):\n    return sorted(numbers)[len(numbers) // 2]\n",
    ),
    "mean__integer": ("You divide without the rest.", "def mean(numbers):\n    return sum(numbers) // len(numbers)\n"),
    "mean__sum": ("You forget to divide.", "def mean(numbers):\n    return sum(numbers)\n"),
    "vec__no_reflection": (
        "You wrote v * 2 and forgot 2 * v.",
        "class Vec:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n\n    def __add__(self, other):\n"
        "        return Vec(self.x + other.x, self.y + other.y)\n\n    def __mul__(self, n):\n"
        "        return Vec(n * self.x, n * self.y)\n",
    ),
    "clip_all__copies": (
        "You clip copies; the caller's lists stay as they were.",
        "def clip_all(lists, low, apply):\n    return [apply(max(n, low)) for numbers in lists for n in numbers]\n",
    ),
    "choices__a": ("You count from one.", 'choices = {"A": 4, "B": "no"}\n'),
    "choices__b": ("You take silence for consent.", 'choices = {"A": 3, "B": "yes"}\n'),
}


def nbgrader(grade_id: str, points: float | None = None, solution: bool = False, manual: bool = False) -> dict:
    """nbgrader's metadata for an answer, a test (with points), a manually graded answer, or a locked cell."""
    grade = points is not None
    info = {"grade_id": grade_id, "grade": grade, "solution": solution or manual, "schema_version": 3, "task": False}
    info["locked"] = not (solution or manual)
    return {"nbgrader": info | ({"points": points} if grade else {})}


def code(source: str, grade_id: str, points: float | None = None, solution: bool = False):
    """A code cell."""
    question = {"question": {"use": "practice", "difficulty": "easy", "minutes": 5}} if solution else {}
    metadata = nbgrader(grade_id, points, solution) | question
    return new_code_cell(source.strip("\n"), id=grade_id.replace("_", "-"), metadata=metadata)


def notebook():
    """The source notebook."""
    cells = [
        new_markdown_cell("# Small things", id="title"),
        code(IMPORTS, "imports"),
        code(MEAN, "mean", solution=True),
        code(TEST_MEAN_BASICS, "test_mean_basics", 1),
        code(TEST_MEAN, "test_mean", 2),
        code(VEC, "vec", solution=True),
        code(TEST_VEC, "test_vec", 2),
        code(CLIP, "clip_all", solution=True),
        code(PROBE_CLIP, "probe_clip_all"),
        code(TEST_CLIP, "test_clip_all", 3),
        code(CHOICES, "choices", solution=True),
        code(TEST_CHOICES, "test_choices", 1),
        code(TEST_CHOICES_B, "test_choices_b", 1),
        new_markdown_cell(EXPLAIN, id="explain", metadata=nbgrader("explain_it", 1, manual=True)),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def build(root: Path, source=None, wrong: dict | None = None) -> Path:
    """Write the course into `root`; `source` is another notebook for its one assignment."""
    folder = root / "source" / "01_small"
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    nbformat.write(source or notebook(), folder / "01_small.ipynb")
    answers = root / "wrong_answers" / "01_small"
    answers.mkdir(parents=True)
    for name, (sentence, text) in (WRONG if wrong is None else wrong).items():
        (answers / f"{name}.py").write_text(f'"""{sentence}"""\n\n{text}')
    return root
