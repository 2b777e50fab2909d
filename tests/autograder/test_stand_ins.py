"""What a test can do with a student's functions, classes and objects from another process, and what it cannot."""

import pytest

WORKS = {
    "a function is called with plain data": (
        "def f(x, *, k=1):\n    return [x, k]",
        "assert f(3, k=(1, {2: 'b'})) == [3, (1, {2: 'b'})]",
    ),
    "arrays come back as arrays": (
        "def f(a):\n    return a.T @ a, a.dtype",
        "g, t = f(np.eye(2, 3, dtype='f4')); assert type(g) is np.ndarray and t == np.float32 and g.shape == (3, 3)",
    ),
    "a plain value is a plain value": ("n = {'a': [1, 2.5]}", "assert n == {'a': [1, 2.5]} and type(n) is dict"),
    "lists changed in place come back changed, nested ones too": (
        "def f(a, b):\n    a[0].append(9); b['k'] = 1; a.append('end')",
        "inner = [1]; a, b = [inner], {}; f(a, b); assert a == [[1, 9], 'end'] and b == {'k': 1} and a[0] is inner",
    ),
    "arrays and sets changed in place come back changed": (
        "def f(a, s):\n    a *= 2; s.discard(1)",
        "a, s = np.ones(3), {1, 2}; f(a, s); assert a.tolist() == [2, 2, 2] and s == {2}",
    ),
    "a callback is called back, and may raise": (
        "def f(g):\n    try:\n        return g(2), g(0)\n    except ZeroDivisionError as e:\n        return str(e)",
        "seen = []\ndef g(n):\n    seen.append(n)\n    return 1 / n\n"
        "assert f(g) == 'division by zero' and seen == [2, 0]",
    ),
    "a callback may itself call the student's function": (
        "def f(n, g):\n    return n if n > 3 else g(n + 1)",
        "def g(n):\n    return f(n, g)\nassert f(0, g) == 4",
    ),
    "library functions and modules are the student's own": (
        "def f(lib, g):\n    return g(lib.zeros(2))",
        "assert f(np, np.cos).tolist() == [1, 1]",
    ),
    "an exception has its name, its kind and its text": (
        "class Odd(ValueError):\n    pass\ndef f():\n    raise Odd('was odd')",
        "try:\n    f()\nexcept ValueError as e:\n"
        "    assert type(e).__name__ == 'Odd' and str(e) == 'was odd'\nelse:\n    assert 0",
    ),
    "a KeyError keeps its text": (
        "def f():\n    return {}['k']",
        "try:\n    f()\nexcept KeyError as e:\n    assert 'k' in str(e)\nelse:\n    assert 0",
    ),
    "a function that returns a function": (
        "def vjp(x):\n    return x * x, lambda g: 2 * x * g",
        "y, back = vjp(3.0); assert y == 9.0 and back(0.5) == 3.0",
    ),
    "a generator is iterated, an endless one too": (
        "def naturals():\n    n = 0\n    while True:\n        yield n\n        n += 1",
        "import itertools\nassert list(itertools.islice(naturals(), 3)) == [0, 1, 2]",
    ),
    "an object's attributes, items, len and repr": (
        "class Box:\n    def __init__(self): self.d = {}\n    def __setitem__(self, k, v): self.d[k] = v\n"
        "    def __getitem__(self, k): return self.d[k]\n    def __len__(self): return len(self.d)\n"
        "    def __repr__(self): return f'Box({self.d})'\n    def __call__(self, n): return n + len(self)",
        "b = Box(); b['x'] = 2; b.y = 5\n"
        "assert b['x'] == 2 and len(b) == 1 and b.y == 5 and b.d == {'x': 2} and b(1) == 2\n"
        "assert repr(b) == \"Box({'x': 2})\" and not hasattr(b, 'z')",
    ),
    "operators of a class that the assignment asks for": (
        "class V:\n    def __init__(self, n): self.n = n\n"
        "    def __add__(self, o): return V(self.n + getattr(o, 'n', o))\n    __radd__ = __add__\n"
        "    def __neg__(self): return V(-self.n)\n    def __matmul__(self, a): return self.n * a",
        "v = V(1) + 2 + V(3)\nassert v.n == 6 and (5 + v).n == 11 and (-v).n == -6\n"
        "assert (np.float64(1) + v).n == 7 and (V(2) @ np.ones(2)).tolist() == [2, 2]",
    ),
    "the same object is the same stand-in": (
        "class Node:\n    pass\na = Node()\nb = Node()\ndef order(x, y):\n    return [y, x]",
        "assert order(a, b) == [b, a] and order(a, b)[0] is b and a != b and {a: 1}[order(b, a)[0]] == 1",
    ),
}


@pytest.mark.parametrize(("answer", "test"), WORKS.values(), ids=WORKS)
def test_works(ask, answer, test):
    record = ask(answer, test)
    assert (record.state, record.question("q").message) == ("graded", "")
    assert record.score == 1


ALWAYS = """class Always:
    def __init__(self, *a): pass
    def _yes(self, *a): return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = _yes
    def _zero(self, *a): return 0.0
    __sub__ = __rsub__ = __abs__ = __truediv__ = __rtruediv__ = __float__ = __mod__ = __pow__ = item = _zero
    def _self(self, *a, **k): return self
    __add__ = __mul__ = abs = max = sum = all = any = flatten = __getitem__ = _self
    shape = ()
    __hash__ = None
"""
REFUSED = {
    "equality": "assert f(2) == 3",
    "inequality": "assert f(2) != 3",
    "reflected equality": "assert 3 == f(2)",
    "order": "assert f(2) <= 3 and f(2) >= 3",
    "membership": "assert 3 in f(2)",
    "distance": "assert abs(f(2) - 3) < 1e-9",
    "reflected distance": "assert abs(3 - f(2)) < 1e-9",
    "quotient": "assert f(2) / 3 == 1",
    "remainder": "assert (f(2) % 3) == 0",
    "numpy's own comparison": "np.testing.assert_allclose(f(2), 3)",
    "numpy's comparison of objects": "np.testing.assert_equal(f(2), 3)",
    "numpy array on the left": "assert (np.array(3) == f(2)).all()",
    "allclose": "assert np.allclose(f(2), 3)",
    "isclose": "import math\nassert math.isclose(f(2), 3)",
    "torch's way": "assert (f(2) - 3).abs().max().item() < 1e-9",
    "inside a list": "assert [f(2)] == [3]",
    "inside a dictionary": "assert {'a': f(2)} == {'a': 3}",
    "as a count": "assert list(range(f(2))) == [0, 1, 2]",
}


ZERO = """class Zero:
    def _self(self, *a): return self
    __sub__ = __rsub__ = __mul__ = __getitem__ = abs = max = _self
    def item(self): return 0.0
    __float__ = item
"""


@pytest.mark.parametrize(
    "test",
    [
        "assert (f(2) - 3).abs().max().item() < 1e-9",
        "assert (3 - f(2)).item() == 0",
        "d = f(2) - 3\nassert float(d * d) == 0",
        "assert len([n for n in range(2) if (f(2) - 3)[n].item() == 0]) == 2",
    ],
)
def test_an_object_that_learns_the_answer_by_arithmetic_learns_nothing(ask, test):
    answer = ZERO + "def f(x):\n    return Zero()"
    record = ask(answer, test, author="def f(x):\n    return x + 1")
    assert "cannot be calculated with" in record.question("q").message


JUDGES = {
    "the distance of what a function gave": "assert (f(2) - 3).abs().max().item() < 1e-9",
    "with a generous tolerance": "assert (f(2) - 3).item() < 0.1",
    "step by step": "d = f(2) - 3\nd = d * d\nassert d.item() < 1e-9",
    "the quotient": "assert (f(2) / 3).one == 1",
    "from the wanted value, wrapped": "assert (Value(3) - f(2)).item() == 0",
    "the other way round": "assert (f(2) - Value(3)).item() == 0",
    "an object of the test's own": "assert (Value(2) * 3 - 6).item() == 0",
    "its truth": "assert (Value(2) * 3 - 6).near",
    "its entries": "assert (Value(2) * 3 - 6).list == [0, 0]",
    "its array": "assert np.allclose((Value(2) * 3 - 6).array, 0)",
    "an object that an earlier test made": "made = Value(0)\nassert f(2) is not 3",
}


@pytest.mark.parametrize("test", JUDGES.values(), ids=JUDGES)
def test_an_object_of_a_class_that_is_asked_for_does_not_judge_itself(ask, test):
    answer = ZERO.replace("Zero", "Value") + (
        "    one, near, list, array = 1, True, [0, 0], np.zeros(2)\n"
        "    __truediv__ = _self\n"
        "    def __init__(self, *a): kept.append(self)\n"
        "kept = []\ndef f(x):\n    return kept[0] if kept else Value()"
    )
    late = "assert (f(2) - 3).item() < 0.1"
    first, second = (
        ask(answer, test, late, author="class Value:\n    pass\ndef f(x):\n    return x").question("q").tests
    )
    assert first.error == ("" if "is not 3" in test else "TypeError"), first
    assert second.error == "TypeError"


@pytest.mark.parametrize("test", REFUSED.values(), ids=REFUSED)
def test_an_object_that_equals_everything_equals_nothing(ask, test):
    record = ask(ALWAYS + "def f(x):\n    return Always()", test, author="def f(x):\n    return x + 1")
    assert record.score == 0
    assert record.question("q").message


def test_the_honest_answer_passes_every_one_of_these(ask):
    honest = [test for name, test in REFUSED.items() if name not in ("inequality", "membership", "torch's way")]
    assert ask("def f(x):\n    return x + 1", *honest).question("q").message == ""


def test_a_class_that_is_asked_for_cannot_judge_its_own_arithmetic(ask):
    answer = ALWAYS.replace("Always", "Value") + "def f(x):\n    return Value()"
    tests = [
        "assert abs(f(2) - 3) < 1e-9",
        "assert float(f(2) + 3) == 0.0",
        "assert (f(2) * 3) == 6",
        "assert f(2) == 3",
    ]
    assert ask(answer, *tests, author="class Value:\n    pass\ndef f(x):\n    return x + 1").score == 0


@pytest.mark.parametrize(
    ("answer", "test", "said"),
    [
        ("def f(x):\n    return x", "class Own:\n    pass\nf(Own())", "a Own is not plain data"),
        ("def f(x):\n    return x", "f(np.array([object()]))", "is not plain data"),
        ("def f():\n    return [f] * 10", "assert f() == 3", "AssertionError"),
        ("def f(n):\n    return [[0] * 1000] * n", "f(10_000)", "too large"),
        ("def f():\n    x = []\n    x.append(x)\n    return x", "f()", "too deep"),
        ("f = 3", "f()", "not callable"),
        ("g = 3", "f()", "name 'f' is not defined"),
    ],
    ids=["foreign object", "object array", "objects in a list", "too much", "loop", "no function", "no name"],
)
def test_what_cannot_cross_says_so(ask, answer, test, said):
    result = ask(answer, test).question("q").tests[0]
    assert result.points == 0
    assert said in f"{result.error} {result.message}"


def test_numbers_that_are_more_than_numbers_do_not_arrive_as_numbers(ask):
    answer = "class F(float):\n    def __eq__(self, o): return True\n    __hash__ = None\ndef f(x):\n    return F(0)"
    record = ask(answer, "assert f(2) == 3", author="def f(x):\n    return 3.0")
    assert record.score == 0


def test_names_of_the_release_are_the_checks_own(ask):
    answer = "def expect(a, b):\n    return True\nclass np:\n    pass\ndef f(x):\n    return 0"
    locked = "import numpy as np\ndef expect(a, b):\n    assert a == b, (a, b)"
    record = ask(
        answer, "expect(f(2), 3)", "assert np.sum([1, 2]) == 3", author="def f(x):\n    return x + 1", locked=locked
    )
    assert [t.points for t in record.question("q").tests] == [0, 1]


def test_a_test_may_use_a_name_again_that_the_notebook_bound(ask):
    record = ask("x = 5\ndef f(n):\n    return n + x", "x = 1; assert f(x) == 6", "assert x == 1")
    assert record.score == 2
