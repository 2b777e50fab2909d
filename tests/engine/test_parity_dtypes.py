"""Which dtype comes out of which: torch's promotion for every operation and every pair of operands."""

from typing import Any

import numpy as np
import pytest
import torch

import handgrad as hg
from tests.engine.differences import DTYPES, listed
from tests.engine.parity import agree, exists
from tests.engine.rows.elementwise import BINARY, UNARY

NAMES = ("bool", "int32", "int64", "float32", "float64")
NUMBERS: list[Any] = [True, 2, 2.5, np.float64(2.5), np.float32(2.5), np.int64(2)]
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_xor")
TESTS = ("isnan", "isinf", "isfinite", "logical_not")
REDUCTIONS: dict[str, Any] = {
    "sum": lambda lib, x: x.sum(),
    "sum(0)": lambda lib, x: x.sum(0),
    "mean": lambda lib, x: x.mean(),
    "max": lambda lib, x: x.max(),
    "max(0)": lambda lib, x: x.max(0).values,
    "argmax": lambda lib, x: x.argmax(),
    "argmax(0)": lambda lib, x: x.argmax(0, keepdim=True),
    "argmin": lambda lib, x: x.argmin(-1),
    "all": lambda lib, x: x.all(),
    "any(0)": lambda lib, x: x.any(0),
    "amax": lambda lib, x: x.amax(0),
    "cumsum": lambda lib, x: x.cumsum(0),
    "std": lambda lib, x: x.std(),
    "var": lambda lib, x: x.var(0),
    "logsumexp": lambda lib, x: x.logsumexp(0),
    "sum dtype": lambda lib, x: x.sum(dtype=lib.float64),
    "mean dtype": lambda lib, x: x.mean(dtype=lib.float32),
    "min(0)": lambda lib, x: x.min(0).indices,
    "~x": lambda lib, x: ~x,
    "-x": lambda lib, x: -x,
    "abs(x)": lambda lib, x: abs(x),
    "clone": lambda lib, x: x.clone(),
    "x[0]": lambda lib, x: x[0],
    "x[mask]": lambda lib, x: x[lib.tensor([True, False])],
    "x @ x": lambda lib, x: x @ x,
    "x.double()": lambda lib, x: x.double(),
    "x.float()": lambda lib, x: x.float(),
    "x.long()": lambda lib, x: x.long(),
    "x.int()": lambda lib, x: x.int(),
    "x.bool()": lambda lib, x: x.bool(),
    "x.to(float64)": lambda lib, x: x.to(lib.float64),
    "x.to(x)": lambda lib, x: x.to(lib.ones(1, dtype=lib.int32)),
    "clamp(0, 1)": lambda lib, x: x.clamp(0, 1),
    "clamp(0.5, 1.5)": lambda lib, x: x.clamp(0.5, 1.5),
    "zeros_like": lambda lib, x: lib.zeros_like(x),
    "full_like": lambda lib, x: lib.full_like(x, 1),
    "masked_fill": lambda lib, x: x.masked_fill(lib.tensor([True, False]), 1),
    "masked_fill 1.5": lambda lib, x: x.masked_fill(lib.tensor([True, False]), 1.5),
    "where(c, x, 0)": lambda lib, x: lib.where(lib.tensor([True, False]), x, 0),
    "where(c, 0.5, x)": lambda lib, x: lib.where(lib.tensor([True, False]), 0.5, x),
    "x & x": lambda lib, x: x & x,
    "x | x": lambda lib, x: x | x,
    "x ^ x": lambda lib, x: x ^ x,
    "dot": lambda lib, x: x.dot(x),
    "outer": lambda lib, x: lib.outer(x, x),
    "tolist": lambda lib, x: lib.tensor(x.tolist()),
    "numpy": lambda lib, x: lib.from_numpy(x.numpy()),
    "stack": lambda lib, x: lib.stack([x, x]),
    "x ** -1": lambda lib, x: x**-1,
    "2 ** x": lambda lib, x: 2**x,
    "2.5 ** x": lambda lib, x: 2.5**x,
    "1 - x": lambda lib, x: 1 - x,
    "1.5 - x": lambda lib, x: 1.5 - x,
    "1 / x": lambda lib, x: 1 / x,
}


def outcome(lib: Any, f: Any) -> Any:
    try:
        return f(lib)
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        return e


def same(name: str, f: Any) -> None:
    """The same tensor, or an error in both; a listed difference is printed."""
    ours, theirs = outcome(hg, f), outcome(torch, f)
    key = next((k for k in DTYPES if name.removeprefix("as_").startswith(k)), None)
    try:
        _judge(name, ours, theirs)
    except AssertionError:
        if key is None:
            raise
        listed(name, DTYPES[key], True)


def _judge(name: str, ours: Any, theirs: Any) -> None:
    if isinstance(theirs, Exception) or isinstance(ours, Exception):
        assert isinstance(ours, Exception) and isinstance(theirs, Exception), f"{name}: {ours!r}, torch {theirs!r}"  # noqa: PT018
    else:
        agree(ours, theirs, name, rtol=1e-5)


def operand(lib: Any, dtype: str, shape: tuple[int, ...]) -> Any:
    return lib.tensor(np.array([1, 2] if shape else 2), dtype=getattr(lib, dtype))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("right", NAMES)
@pytest.mark.parametrize("left", NAMES)
@pytest.mark.parametrize("name", [*(n for n in BINARY if exists(hg, n)), *COMPARISONS])
def test_two_tensors_have_torch_s_common_dtype(name: str, left: str, right: str) -> None:
    for s, t in (((2,), (2,)), ((2,), ()), ((), (2,)), ((), ())):
        f = lambda lib, s=s, t=t: getattr(lib, name)(operand(lib, left, s), operand(lib, right, t))
        same(f"{name} of {left}{s} and {right}{t}", f)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("dtype", NAMES)
@pytest.mark.parametrize("symbol", ["+", "-", "*", "/", "**", "<", "=="])
def test_a_number_beside_a_tensor_decides_the_kind_and_never_the_width(symbol: str, dtype: str) -> None:
    for shape in ((2,), ()):
        for number in NUMBERS:
            for expression in (f"x {symbol} c", f"c {symbol} x"):
                f = lambda lib, e=expression, s=shape, c=number: eval(e, {"x": operand(lib, dtype, s), "c": c})
                same(f"{expression} of {dtype}{shape} and {type(number).__name__}", f)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("dtype", NAMES)
@pytest.mark.parametrize("name", [*(n for n in UNARY if exists(hg, n)), *TESTS])
def test_functions_of_integers_and_bools_have_torch_s_dtype(name: str, dtype: str) -> None:
    for shape in ((2,), ()):
        same(f"{name} of {dtype}{shape}", lambda lib, s=shape: getattr(lib, name)(operand(lib, dtype, s)))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("dtype", NAMES)
@pytest.mark.parametrize("name", REDUCTIONS)
def test_reductions_and_rearrangements_have_torch_s_dtype(name: str, dtype: str) -> None:
    same(f"{name} of {dtype}", lambda lib: REDUCTIONS[name](lib, operand(lib, dtype, (2,))))


@pytest.mark.parametrize("right", NAMES)
@pytest.mark.parametrize("left", NAMES)
@pytest.mark.parametrize("name", ["cat", "where", "add_", "mul_", "div_", "copy_", "assign"])
def test_joins_choices_and_edits_have_torch_s_dtype(name: str, left: str, right: str) -> None:
    def f(lib: Any) -> Any:
        x, y = operand(lib, left, (2,)), operand(lib, right, (2,))
        if name == "cat":
            return lib.cat([x, y])
        if name == "where":
            return lib.where(lib.tensor([True, False]), x, y)
        if name == "assign":
            x[0] = y[1]
            return x
        return getattr(x, name)(y)

    same(f"{name} of {left} and {right}", f)


@pytest.mark.parametrize(
    "data",
    [
        1,
        1.5,
        True,
        [1, 2],
        [1, 2.5],
        [True, 1],
        [True, 1.5],
        [],
        [[]],
        [[1.0], [2.0]],
        (1, 2),
        np.float64(1),
        np.float32(1),
        np.int64(1),
        np.bool_(True),
        np.ones(2),
        np.ones(2, "f4"),
        np.ones((2, 0)),
        np.arange(3, dtype="i4"),
        [np.float64(1), 2],
        [np.float32(1.5)],
        [np.array([1.0, 2.0])],
        range(3),
        2**40,
        1e300,
        3.0e38,
        float("nan"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("dtype", [None, *NAMES])
def test_tensor_and_as_tensor_choose_torch_s_dtype(data: Any, dtype: str | None) -> None:
    options = lambda lib: {} if dtype is None else {"dtype": getattr(lib, dtype)}
    same(f"tensor({data!r}, {dtype})", lambda lib: lib.tensor(data, **options(lib)))
    same(f"as_tensor({data!r}, {dtype})", lambda lib: lib.as_tensor(data, **options(lib)))


CREATED: dict[str, Any] = {
    "zeros": lambda lib: lib.zeros(2),
    "ones": lambda lib: lib.ones((2, 3)),
    "full int": lambda lib: lib.full((2,), 3),
    "full float": lambda lib: lib.full((2,), 3.0),
    "full bool": lambda lib: lib.full((2,), True),
    "arange 3": lambda lib: lib.arange(3),
    "arange 3.0": lambda lib: lib.arange(3.0),
    "arange step": lambda lib: lib.arange(0, 1, 0.25),
    "arange down": lambda lib: lib.arange(3, 0, -1),
    "arange 0.1": lambda lib: lib.arange(0, 0.35, 0.1),
    "linspace": lambda lib: lib.linspace(0, 1, 5),
    "linspace 1": lambda lib: lib.linspace(2, 3, 1),
    "eye": lambda lib: lib.eye(3),
    "eye 2 3": lambda lib: lib.eye(2, 3),
    "zeros 0-d": lambda lib: lib.zeros(()),
    "zeros ()": lambda lib: lib.zeros([]),
    "ones int": lambda lib: lib.ones(2, dtype=lib.int64),
    "zeros_like": lambda lib: lib.zeros_like(lib.tensor([1, 2])),
    "ones_like as float": lambda lib: lib.ones_like(lib.tensor([1, 2]), dtype=lib.float32),
    "arange float64": lambda lib: lib.arange(3, dtype=lib.float64),
    "linspace down": lambda lib: lib.linspace(1, -1, 4),
    "as_tensor list": lambda lib: lib.as_tensor([1.0, 2.0]),
    "empty": lambda lib: lib.empty(0, 2),
    "full double": lambda lib: lib.full((2,), 1, dtype=lib.float64),
}


@pytest.mark.parametrize("name", CREATED)
@pytest.mark.parametrize("default", ["float32", "float64"])
def test_creation_follows_the_default_dtype(name: str, default: str) -> None:
    def f(lib: Any) -> Any:
        lib.set_default_dtype(getattr(lib, default))
        try:
            return CREATED[name](lib)
        finally:
            lib.set_default_dtype(lib.float32)

    same(f"{name} with {default}", f)
