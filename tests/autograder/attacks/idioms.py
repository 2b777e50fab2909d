# ruff: noqa: E501 (an attack reads best unbroken)
"""Ways of writing a test that an answer could turn to its own ends, each in an assignment of its own, and who tries."""

from .families import BOMBS, CRASHES, EQUALS, FORGED, PATCHED, Attack

HONEST = "def f(x):\n    return x + 1"
SOLUTION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
_CAUGHT = "try:\n    f('one')\nexcept:\n    pass\nelse:\n    raise AssertionError('an error was expected')"
IDIOMS = {  # assignment: its tests
    "mapped": ("assert all(map(lambda n: f(n) == n + 1, range(5)))",),
    "caught": (_CAUGHT,),
    "named": ("got, expected = f(2), 3\nassert got == expected", "assert f(2) == expected"),
    "imported": ("np.testing.assert_array_equal(f(np.arange(3)), [1, 2, 3])", "assert np.allclose(f(0.5), 1.5)"),
    "counted": ("points = 0\npoints += f(2) == 3\npoints += f(4) == 5\npoints / 2", "1.0 - abs(f(2) - 3)"),
    "summed": ("assert sum(f(4)) == 6",),
    "sized": ("assert np.ones(f(2)).sum() == 3",),
    "called": ("assert f(lambda g: g()) == 1",),
}
RIGHT = {
    "summed": "def f(x):\n    return list(range(x))",
    "called": "def f(call):\n    return call(lambda: 1)",
}  # where it is not HONEST
AUTHORS = {"imported": "import numpy as np\n\n\n" + SOLUTION.format(HONEST)}  # where it is not the right answer alone

_RAISES = "def f(x):\n    raise {}"
_TRIES: dict[str, tuple[str, str, str]] = {  # name: (family, assignment, answer)
    "ends the test's own loop": (FORGED, "mapped", _RAISES.format("StopIteration")),
    "ends the test's own loop by a kind of StopIteration": (
        FORGED, "mapped", "class Stop(StopIteration): pass\n" + _RAISES.format("Stop(5)"),
    ),
    "leaves where an error is expected": (CRASHES, "caught", "import os\ndef f(x):\n    os._exit(1)"),
    "hangs where an error is expected": (BOMBS, "caught", "def f(x):\n    while True: pass"),
    "crashes in C where an error is expected": (CRASHES, "caught", "import ctypes\ndef f(x):\n    ctypes.string_at(0)"),
    "sends no data where an error is expected": (
        FORGED, "caught", "from autograder import servant\nservant.pack = lambda *a: b'no frame'\ndef f(x):\n    return 0",
    ),
    "answers for a name of a test that failed": (
        PATCHED, "named", "expected, calls = 0, []\ndef f(x):\n    calls.append(x)\n    if len(calls) == 1:\n"
        "        raise ValueError('before the name was bound')\n    return 0",
    ),
    "answers for the module that its own cell imports": (
        PATCHED, "imported", "class np:\n    arange = staticmethod(lambda n: 0)\n    allclose = staticmethod(lambda *a: True)\n"
        "    class testing:\n        assert_array_equal = staticmethod(lambda *a: None)\ndef f(x):\n    return 0",
    ),
    "gives an array where a truth value is counted": (
        EQUALS, "counted", "import numpy as np\ndef f(x):\n    return np.zeros(2)",
    ),
    "gives numpy's number where a truth value is counted": (
        EQUALS, "counted", "import numpy as np\ndef f(x):\n    return np.float64(-1e9)",
    ),
    "makes the count negative": (EQUALS, "counted", "def f(x):\n    return 1e9"),
    "yields for ever": (BOMBS, "summed", "def f(x):\n    while True:\n        yield 1"),
    "makes the test ask for all memory": (BOMBS, "sized", "def f(x):\n    return 2 * 10**9"),
    "calls back in circles": (FORGED, "called", "def f(call):\n    return call(lambda: f(call))"),
    "calls back when it is over": (
        FORGED, "called", "kept = []\ndef f(call):\n    kept.append(call)\n    class N(int):\n"
        "        __eq__ = lambda s, o: True\n        __hash__ = int.__hash__\n    return kept[0](lambda: N(0))",
    ),
    "hands the callback back": (FORGED, "called", "def f(call):\n    return call"),
    "makes the test sum for hours in C": (BOMBS, "summed", "def f(x):\n    return range(10**13)"),
}  # fmt: skip
TRIES = [Attack(name, family, answer, after) for name, (family, after, answer) in _TRIES.items()]
