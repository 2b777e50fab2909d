"""The whole corpus, and the tests that it is up against."""

from .cheats import CHEATS
from .families import SECRET, THE_SECRET, Attack
from .harms import HARMS
from .idioms import AUTHORS, HONEST, IDIOMS, RIGHT, SOLUTION, TRIES
from .leaks import LEAKS, NOT_EVEN_UNSAFE
from .notebooks import FILES

TESTS = (
    "assert f(2) == 3, f'expected 3, got {f(2)}'",
    "np.testing.assert_array_equal(f(np.arange(3)), [1, 2, 3])",
    "assert abs(f(0.5) - 1.5) < 1e-9, f'expected 1.5, got {f(0.5)}'",
)
FINDS = (f"assert {THE_SECRET!r} in f()",)
BY_CODE = [*LEAKS, *HARMS, *CHEATS, *TRIES]
ATTACKS = [*BY_CODE, *FILES]
FAST = {  # what CI runs of BY_CODE; all FILES are handed in as one class
    "reads the solution",
    "reads by another program",
    "connects to a local server",
    "connects to an abstract socket",
    "writes to the shared folder",
    "writes its points into the gradebook",
    "kills its parent",
    "leaves a daemon",
    "patches numpy's tests",
    "removes asserts by an AST transformer",
    "an object that equals everything",
    "an object that learns what it is compared with",
    "writes a frame of the grader's",
    "returns an object that runs code when unpickled",
    "shows a script",
    "ends the test's own loop",
    "leaves where an error is expected",
    "answers for a name of a test that failed",
    "answers for the module that its own cell imports",
    "gives an array where a truth value is counted",
}


def judges_of(after: str) -> tuple[str, ...]:
    """The test cells that judge who is after that."""
    return FINDS if after == SECRET else IDIOMS.get(after, TESTS)


def right_answer(after: str) -> str:
    """An honest answer that those tests give all points."""
    return RIGHT.get(after, HONEST)


def author_of(after: str) -> str:
    """The answer cell as the author wrote it."""
    return AUTHORS.get(after, SOLUTION.format(right_answer(after)))


__all__ = [
    "ATTACKS",
    "BY_CODE",
    "FAST",
    "FILES",
    "FINDS",
    "HONEST",
    "IDIOMS",
    "LEAKS",
    "NOT_EVEN_UNSAFE",
    "TESTS",
    "THE_SECRET",
    "Attack",
    "author_of",
    "judges_of",
    "right_answer",
]  # fmt: skip
