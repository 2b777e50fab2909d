"""Value, the scalar tape: torch's gradients on any expression, and the promises of its page."""

import ast
import inspect
import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from handgrad import scalar
from handgrad.scalar import Value, topological

# an expression is a list of steps; step k makes number k from earlier ones, so any graph with sharing can come up
UNARY = {
    "tanh": lambda a: a.tanh(),
    "relu": lambda a: a.relu(),
    "exp": lambda a: (a.tanh()).exp(),
    "log": lambda a: (a * a + 1).log(),
    "neg": lambda a: -a,
    "cube": lambda a: a**3,
    "root": lambda a: (a * a + 0.5) ** 0.5,
    "inverse": lambda a: (a * a + 1) ** -1,
    "plus": lambda a: a + 2,
    "radd": lambda a: 2 + a,
    "minus": lambda a: a - 1.5,
    "rsub": lambda a: 1.5 - a,
    "times": lambda a: a * 3,
    "rmul": lambda a: 3 * a,
    "over": lambda a: a / 2,
    "rdiv": lambda a: 1.5 / (a * a + 1),
    "zeroth": lambda a: a**0,
    "first": lambda a: a**1,
}
BINARY = {
    "a+b": lambda a, b: a + b,
    "a-b": lambda a, b: a - b,
    "a*b": lambda a, b: a * b,
    "a/b": lambda a, b: a / (b * b + 1),
}
STEPS = st.lists(
    st.tuples(st.sampled_from([*UNARY, *BINARY]), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12
)
INPUTS = st.lists(st.floats(-1.5, 1.5), min_size=1, max_size=4)


def build(xs: list[Any], steps: list[tuple[str, int, int]]) -> Any:
    """The last number of the expression; what grows too fast is tamed by tanh."""
    made = list(xs)
    for name, i, j in steps:
        a, b = made[i % len(made)], made[j % len(made)]
        y = UNARY[name](a) if name in UNARY else BINARY[name](a, b)
        made.append(y if name in ("tanh", "relu", "neg") else y.tanh() * 2)
    return made[-1]


@given(INPUTS, STEPS)
def test_any_expression_has_torch_s_value_and_gradients(numbers: list[float], steps: Any) -> None:
    ours = [Value(x) for x in numbers]
    theirs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in numbers]
    y, z = build(ours, steps), build(theirs, steps)
    y.backward()
    z.backward()
    assert y.data == pytest.approx(z.item(), rel=1e-10, abs=1e-12)
    for v, t in zip(ours, theirs, strict=True):
        assert v.grad == pytest.approx(0.0 if t.grad is None else t.grad.item(), rel=1e-10, abs=1e-12)


@given(INPUTS, STEPS)
def test_a_second_backward_doubles_the_inputs_and_repeats_the_adjoints(numbers: list[float], steps: Any) -> None:
    xs = [Value(x) for x in numbers]
    y = build(xs, steps)
    y.backward()
    first = {v: v.grad for v in topological(y)}
    y.backward()
    for v, g in first.items():
        assert v.grad == pytest.approx(2 * g if not v.parents else g, rel=1e-12, abs=1e-300)


@given(INPUTS, STEPS)
def test_every_slope_is_the_derivative_towards_its_parent(numbers: list[float], steps: Any) -> None:
    """Each number's adjoint is the sum over its children of slope times the child's adjoint."""
    y = build([Value(x) for x in numbers], steps)
    y.backward()
    order = topological(y)
    for v in order[:-1]:
        felt = sum(s * c.grad for c in order for p, s in zip(c.parents, c.slopes, strict=True) if p is v)
        assert v.grad == pytest.approx(felt, rel=1e-12, abs=1e-300)


def test_backward_twice_through_x_to_the_fourth_gives_216() -> None:
    x = Value(3)
    y = (x**2) ** 2
    y.backward()
    y.backward()
    assert x.grad == 216


def test_gradients_add_up_over_two_results() -> None:
    x = Value(2)
    (x * 3).backward()
    (x * x).backward()
    assert x.grad == 3 + 4


def test_backward_of_an_input_adds_one() -> None:
    x = Value(5)
    x.backward()
    x.backward()
    assert x.grad == 2


def test_paths_through_a_diamond_add() -> None:
    x = Value(2)
    a, b = x * 3, x * x
    (a * b).backward()
    assert (x.grad, a.grad, b.grad) == (36, 4, 6)


def test_the_same_number_on_both_sides_counts_twice() -> None:
    x = Value(3)
    (x + x).backward()
    (x * x).backward()
    (x / x).backward()
    assert x.grad == pytest.approx(2 + 6 + 0)


def test_forty_doublings_are_forty_numbers_not_two_to_the_forty_paths() -> None:
    x = y = Value(1)
    for _ in range(40):
        y = y + y
    y.backward()
    assert x.grad == 2.0**40
    assert len(topological(y)) == 41


def test_a_chain_of_a_hundred_thousand_needs_no_recursion() -> None:
    x = y = Value(1)
    for _ in range(100_000):
        y = y + 1e-5
    y.backward()
    assert x.grad == 1
    assert len(topological(y)) == 100_001
    del y


@given(INPUTS, STEPS)
def test_topological_lists_every_ancestor_once_and_parents_first(numbers: list[float], steps: Any) -> None:
    y = build([Value(x) for x in numbers], steps)
    order = topological(y)
    place = {v: k for k, v in enumerate(order)}
    assert order[-1] is y
    assert len(place) == len(order)
    assert all(place[p] < place[v] for v in order for p in v.parents)


def test_parents_and_slopes_say_how_a_number_was_made() -> None:
    a, b = Value(2, "a"), Value(5, "b")
    c = a * b
    assert c.parents == (a, b)
    assert c.slopes == (5, 2)
    assert (c.op, a.op, a.name, c.name) == ("×", "", "a", None)
    assert (a.parents, a.slopes) == ((), ())


@pytest.mark.parametrize(
    ("f", "op", "number"),
    [
        (lambda a, b: a + b, "+", None),
        (lambda a, b: a * b, "×", None),
        (lambda a, b: a * 2, "×", 2),
        (lambda a, b: a + 1, "+", 1),
        (lambda a, b: a**2, "**", 2),
        (lambda a, b: a.tanh(), "tanh", None),
        (lambda a, b: a.relu(), "relu", None),
        (lambda a, b: a.exp(), "exp", None),
        (lambda a, b: a.log(), "log", None),
    ],
)
def test_the_operation_and_its_plain_operand_are_named(f: Any, op: str, number: float | None) -> None:
    y = f(Value(2), Value(3))
    assert (y.op, y.number) == (op, number)


@pytest.mark.parametrize("x", [-1.0, 0.0, -0.0, 2.0])
def test_relu_has_torch_s_slope_at_the_kink(x: float) -> None:
    ours, theirs = Value(x), torch.tensor(x, requires_grad=True)
    ours.relu().backward()
    theirs.relu().backward()
    assert ours.grad == theirs.grad.item()


def test_a_numpy_number_on_the_left_gives_a_value() -> None:
    y = np.float64(2) * Value(3)
    assert isinstance(y, Value)
    assert y.data == 6


def test_repr_shows_six_digits() -> None:
    assert repr(Value(1 / 3)) == "Value(data=0.333333, grad=0)"


@pytest.mark.parametrize(
    ("f", "error", "words"),
    [
        (lambda: Value("two"), ValueError, "could not convert string to float"),
        (lambda: Value(None), TypeError, "float"),
        (lambda: Value(2) ** Value(3), TypeError, "the exponent must be a number"),
        (lambda: Value(2) + "3", TypeError, "unsupported operand"),
        (lambda: Value(-1).log(), ValueError, "math domain|expected a positive input"),
        (lambda: Value(0) ** -1, ZeroDivisionError, "zero|0.0 cannot be raised"),
    ],
)
def test_a_mistake_is_an_error_not_a_number(f: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        f()


def code_lines(source: str) -> int:
    """Lines with code: no blank lines, no comments, no docstrings."""
    tree = ast.parse(source)
    prose: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            prose |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))  # type: ignore[operator]
    lines = source.splitlines()
    return sum(
        1 for k, line in enumerate(lines, 1) if k not in prose and line.strip() and not line.strip().startswith("#")
    )


def test_code_lines_counts_code_alone() -> None:
    assert code_lines('"""Doc."""\n\n# why\nx = 1  # one\ndef f():\n    """Two\n    lines."""\n    return 1\n') == 3


def test_the_scalar_engine_is_at_most_sixty_lines_of_code() -> None:
    assert code_lines(inspect.getsource(scalar)) <= 60


_ = math
