"""At zero, at infinity, at nan, at ties and kinks: handgrad gives what torch gives, in value and every derivative."""

import itertools
from typing import Any

import numpy as np
import pytest

import handgrad as hg
from tests.engine.differences import EDGES, PRODUCTS, listed
from tests.engine.parity import agree, array, both, exists
from tests.engine.rows.elementwise import BINARY, OPERATORS, UNARY

NAN, INF = float("nan"), float("inf")
POINTS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 1.5, 2.5, 1e-300, 1e300, INF, -INF, NAN]
NUMBERS = [0, 1, 2, 3, -1, -2, 0.0, 0.5, 1.0, 2.0, -0.5, 3.0, 1.5]
OTHERS: dict[str, Any] = {
    "clamp(0, 1)": lambda lib, x: x.clamp(0, 1),
    "clamp(min=0)": lambda lib, x: x.clamp(min=0),
    "clamp(max=1)": lambda lib, x: x.clamp(max=1),
    "where(x > 0, log x, 0)": lambda lib, x: lib.where(x > 0, x.log(), 0.0),
    "sum": lambda lib, x: x.sum(),
    "cumsum": lambda lib, x: x.cumsum(0),
    "0 * sqrt": lambda lib, x: x.sqrt() * 0,
    **{f"x ** {c!r}": (lambda lib, x, c=c: x**c) for c in NUMBERS},
    **{f"{c!r} ** x": (lambda lib, x, c=c: c**x) for c in NUMBERS if c >= 0},
    **{f"{c!r} / x": (lambda lib, x, c=c: c / x) for c in NUMBERS},
    **{f"pow(x, tensor {c!r})": (lambda lib, x, c=c: x ** lib.tensor(float(c), dtype=lib.float64)) for c in NUMBERS},
}


def derivatives(lib: Any, f: Any, points: list[list[float]], orders: int = 2) -> list[Any]:
    """[value, gradients by each argument, the same of their sum] entry by entry, in one call."""
    xs = [lib.tensor(p, dtype=lib.float64, requires_grad=True) for p in points]
    y = f(lib, *xs)
    out = [y]
    for _ in range(orders):
        if not y.requires_grad:
            out += [lib.zeros_like(x) for x in xs]
            continue
        gs = lib.autograd.grad(y.sum(), xs, create_graph=True, allow_unused=True, materialize_grads=True)
        out += gs
        y = gs[0] if len(gs) == 1 else gs[0] + gs[1]
    return out


def compare(name: str, f: Any, points: list[list[float]], orders: int = 2) -> None:
    ours, theirs = both(lambda lib: derivatives(lib, f, points, orders))
    for k, (a, b) in enumerate(zip(ours, theirs, strict=True)):
        what = f"{name}: result {k} (value, then gradients, then second derivatives)"
        key = (name, k)
        if key in EDGES:
            known, reason = EDGES[key]
            x, y = array(a), array(b)
            differs = ~np.isclose(x, y, 1e-10, 0, equal_nan=True)
            at = {tuple(p[i] for p in points) for i in np.flatnonzero(differs)}
            listed(f"{what} at {sorted(at)}", reason, bool(at))
            assert {str(p) for p in at} <= {str(p) for p in known}, f"{what} differs at {at}, listed are {known}"
        else:
            agree(a, b, what)


@pytest.mark.parametrize("name", [n for n in UNARY if exists(hg, n)])
def test_unary_operations_at_the_edges(name: str) -> None:
    compare(name, lambda lib, x: getattr(lib, name)(x), [POINTS])


@pytest.mark.parametrize("name", OTHERS)
def test_powers_bounds_and_sums_at_the_edges(name: str) -> None:
    compare(name, OTHERS[name], [POINTS])


@pytest.mark.parametrize("name", OPERATORS)
def test_operators_with_a_number_at_the_edges(name: str) -> None:
    compare(name, OPERATORS[name], [POINTS])


@pytest.mark.parametrize("name", [n for n in BINARY if exists(hg, n)])
def test_binary_operations_at_all_pairs_of_edges(name: str) -> None:
    left, right = (list(side) for side in zip(*itertools.product(POINTS, POINTS), strict=True))
    compare(name, lambda lib, x, y: getattr(lib, name)(x, y), [left, right], orders=1)


REDUCTIONS: dict[str, Any] = {
    "max()": lambda lib, x: x.max(),
    "min()": lambda lib, x: x.min(),
    "amax(0)": lambda lib, x: x.amax(0),
    "amin(0)": lambda lib, x: x.amin(0),
    "max(0)": lambda lib, x: x.max(0).values,
    "min(0)": lambda lib, x: x.min(0).values,
    "logsumexp(0)": lambda lib, x: x.logsumexp(0),
    "std()": lambda lib, x: x.std(),
    "var()": lambda lib, x: x.var(),
    "mean()": lambda lib, x: x.mean(),
    "sum()": lambda lib, x: x.sum(),
    "cumsum(0)": lambda lib, x: x.cumsum(0),
    "argmax()": lambda lib, x: x.argmax() * x.sum() * 0,
    "argmin(0)": lambda lib, x: x.argmin(0) * x.sum() * 0,
    "prod()": lambda lib, x: x.prod(),
    "norm()": lambda lib, x: x.norm(),
}
ROWS = [
    [1.0, 3.0, 3.0, 3.0],
    [1.0, 1.0, 1.0],
    [0.0, -0.0],
    [2.0],
    [NAN, 1.0],
    [1.0, NAN, 2.0],
    [INF, 1.0],
    [-INF, 1.0],
    [INF, INF],
    [-INF, -INF],
    [INF, -INF],
    [0.0, 0.0, 3.0],
    [2.0, 0.0, 3.0],
    [1e300, 1e300],
    [-1.0, -1.0, -5.0],
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [n for n in REDUCTIONS if exists(hg, n.split("(")[0])])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_reductions_at_ties_infinities_and_nan(name: str, row: list[float]) -> None:
    if name == "prod()" and not np.isfinite(np.prod(row)):
        ours, theirs = both(lambda lib: derivatives(lib, REDUCTIONS[name], [row], orders=1))
        agree(ours[0], theirs[0], f"{name} of {row}")
        others = [float(np.prod(row[:k] + row[k + 1 :])) for k in range(len(row))]
        np.testing.assert_array_equal(array(ours[1]), others)
        differs = not np.array_equal(array(ours[1]), array(theirs[1]), equal_nan=True)
        if differs:
            listed(f"{name} of {row}", PRODUCTS, True)
        return
    compare(f"{name} of {row}", REDUCTIONS[name], [row])


@pytest.mark.parametrize("seed", [[INF, 1.0, 1.0], [1.0, NAN, 1.0], [1e300, 1.0, -1e300], [0.0, INF, 0.0]], ids=str)
@pytest.mark.parametrize(
    "name",
    [
        "relu",
        "abs",
        "clamp(0, 1)",
        "floor",
        "sign",
        "cumsum(0)",
        "where",
        "max(0)",
        "amax(0)",
        "x[mask]",
        "maximum",
        "x ** 0",
        "sum()",
    ],
)
def test_infinite_and_nan_cotangents_spread_as_in_torch(name: str, seed: list[float]) -> None:
    """A rule that multiplies by a mask turns inf into nan; one that selects does not. torch decides which."""
    f: Any = {
        "where": lambda lib, x: lib.where(x > 1, x, 0.0),
        "x[mask]": lambda lib, x: x[x > -9] * 1,
        "maximum": lambda lib, x: lib.maximum(x, x * 0 + 1),
        "x ** 0": lambda lib, x: x**0,
        "relu": lambda lib, x: x.relu(),
        "abs": lambda lib, x: x.abs(),
        "floor": lambda lib, x: x.floor(),
        "sign": lambda lib, x: x.sign(),
        "clamp(0, 1)": OTHERS["clamp(0, 1)"],
        "cumsum(0)": REDUCTIONS["cumsum(0)"],
        "max(0)": lambda lib, x: lib.stack([x, x - 1]).max(0).values,
        "amax(0)": lambda lib, x: lib.stack([x, x - 1]).amax(0),
        "sum()": lambda lib, x: lib.stack([x, x]).sum(0),
    }[name]

    def pulled(lib: Any) -> Any:
        x = lib.tensor([-1.0, 0.0, 2.0], dtype=lib.float64, requires_grad=True)
        return lib.autograd.grad(f(lib, x), x, lib.tensor(seed, dtype=lib.float64))[0]

    ours, theirs = both(pulled)
    agree(ours, theirs, f"{name} with cotangent {seed}")
