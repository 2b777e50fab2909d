"""Rows of the elementwise operations."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.engine.rows.base import POSITIVE, REAL, SEEDS, SHAPES, UNIT, Call, Function, Row, broadcast_pair, numbers

UNARY = {
    "exp": REAL,
    "exp2": REAL,
    "expm1": REAL,
    "log": POSITIVE,
    "log1p": (-0.8, 2.0),
    "log2": POSITIVE,
    "log10": POSITIVE,
    "square": REAL,
    "sqrt": POSITIVE,
    "rsqrt": POSITIVE,
    "reciprocal": POSITIVE,
    "sin": REAL,
    "cos": REAL,
    "tan": (-1.2, 1.2),
    "sinh": REAL,
    "cosh": REAL,
    "tanh": REAL,
    "asin": UNIT,
    "acos": UNIT,
    "atan": REAL,
    "sigmoid": (-4.0, 4.0),
    "relu": REAL,
    "abs": REAL,
    "neg": REAL,
    "sign": REAL,
    "floor": REAL,
    "ceil": REAL,
    "round": REAL,
    "absolute": REAL,
    "negative": REAL,
    "arcsin": UNIT,
    "arccos": UNIT,
    "arctan": REAL,
    "erf": REAL,
    "clone": REAL,
}
BINARY = {
    "add": (REAL, REAL),
    "sub": (REAL, REAL),
    "mul": (REAL, REAL),
    "div": (REAL, POSITIVE),
    "pow": (POSITIVE, REAL),
    "maximum": (REAL, REAL),
    "minimum": (REAL, REAL),
    "subtract": (REAL, REAL),
    "multiply": (REAL, REAL),
    "divide": (REAL, POSITIVE),
    "true_divide": (REAL, POSITIVE),
    "rsub": (REAL, REAL),
    "atan2": (REAL, POSITIVE),
    "hypot": (REAL, POSITIVE),
    "logaddexp": (REAL, REAL),
    "remainder": (REAL, POSITIVE),
    "max": (REAL, REAL),
    "min": (REAL, REAL),
}
OPERATORS = {
    "a + 2": lambda lib, a: a + 2,
    "2 + a": lambda lib, a: 2 + a,
    "a - 1.5": lambda lib, a: a - 1.5,
    "1.5 - a": lambda lib, a: 1.5 - a,
    "a * 3": lambda lib, a: a * 3,
    "3 * a": lambda lib, a: 3 * a,
    "a / 2": lambda lib, a: a / 2,
    "2 / a": lambda lib, a: 2 / a,
    "a ** 2": lambda lib, a: a**2,
    "a ** 3": lambda lib, a: a**3,
    "a ** -1.5": lambda lib, a: a**-1.5,
    "a ** 0": lambda lib, a: a**0,
    "a ** 1": lambda lib, a: a**1,
    "2 ** a": lambda lib, a: 2**a,
    "1.5 ** a": lambda lib, a: 1.5**a,
    "-a": lambda lib, a: -a,
    "abs(a)": lambda lib, a: abs(a),
    "a % 0.7": lambda lib, a: a % 0.7,
}


def _kinked(name: str) -> bool:
    return name in ("relu", "abs", "absolute", "sign", "floor", "ceil", "round", "maximum", "minimum", "max", "min")


def unary(name: str, domain: tuple[float, float]) -> Row:
    """torch.NAME(x) and x.NAME(), which are the same function."""

    def call(shape: tuple[int, ...], seed: int, ties: bool, method: bool) -> Call:
        f: Function = (lambda lib, x: getattr(x, name)()) if method else (lambda lib, x: getattr(lib, name)(x))
        ties = ties and _kinked(name)
        text = f"x.{name}()" if method else f"{name}(x)"
        return Call(text, f, (numbers(seed, shape, domain, ties),), smooth=not ties)

    return Row(name, st.builds(call, SHAPES, SEEDS, st.booleans(), st.booleans()))


def binary(name: str, domains: tuple[tuple[float, float], tuple[float, float]]) -> Row:
    """torch.NAME(x, y) and x.NAME(y), shapes broadcast; or the same tensor twice."""

    def call(shapes: Any, seed: int, ties: bool, method: bool, same: bool) -> Call:
        f: Function = lambda lib, x, y=None: (
            getattr(x, name)(x if y is None else y) if method else getattr(lib, name)(x, x if y is None else y)
        )
        ties = (ties or same) and _kinked(name)
        arrays = tuple(numbers(seed + k, s, d, ties) for k, (s, d) in enumerate(zip(shapes, domains, strict=True)))
        if same:
            return Call(f"{name}(x, x)", f, (numbers(seed, shapes[0], POSITIVE),), smooth=not ties)
        return Call(f"x.{name}(y)" if method else f"{name}(x, y)", f, arrays, smooth=not ties)

    methods = st.just(False) if name in ("rsub",) else st.booleans()
    return Row(
        f"{name}(x, y)" if name in ("max", "min") else name,
        st.builds(call, broadcast_pair(), SEEDS, st.booleans(), methods, st.sampled_from([False] * 4 + [True])),
    )


def operator(name: str, f: Function) -> Row:
    """An operator with a Python number on one side."""
    return Row(name, st.builds(lambda shape, seed: Call(name, f, (numbers(seed, shape, POSITIVE),)), SHAPES, SEEDS))


def _where(shapes: Any, seed: int) -> Call:
    mask = numbers(seed + 2, np.broadcast_shapes(*shapes)) > 0
    arrays = (numbers(seed, shapes[0]), numbers(seed + 1, shapes[1]))
    return Call("where(mask, x, y)", lambda lib, x, y: lib.where(lib.tensor(mask), x, y), arrays)


def _where_number(shape: tuple[int, ...], seed: int, left: bool) -> Call:
    mask = numbers(seed + 2, shape) > 0
    f = lambda lib, x: lib.where(lib.tensor(mask), 0.5, x) if left else lib.where(lib.tensor(mask), x, 0)
    return Call("where(mask, x, 0)", f, (numbers(seed, shape),))


def _clamp(shape: tuple[int, ...], seed: int, low: float | None, high: float | None, ties: bool) -> Call:
    low = -1 if low is None and high is None else low
    f = lambda lib, x: x.clamp(min=low, max=high)
    return Call(f"x.clamp({low}, {high})", f, (numbers(seed, shape, (-2.0, 2.0), ties),), smooth=not ties)


def _masked_fill(shape: tuple[int, ...], seed: int, value: float) -> Call:
    mask = numbers(seed + 2, shape) > 0
    f = lambda lib, x: x.masked_fill(lib.tensor(mask), value)
    return Call(f"x.masked_fill(mask, {value})", f, (numbers(seed, shape),))


def _bounds(shapes: Any, seed: int, sides: str) -> Call:
    """clamp between bounds that are tensors, and broadcast; gradients are for the entries that are shown."""
    f: Function = {
        "both": lambda lib, x, y: lib.clamp(x, y, y + 1),
        "low": lambda lib, x, y: lib.clamp(x, min=y),
        "high": lambda lib, x, y: x.clamp(max=y),
        "crossed": lambda lib, x, y: x.clamp(y, y - 0.5),
    }[sides]
    arrays = (numbers(seed, shapes[0]), numbers(seed + 1, shapes[1]))
    return Call(f"clamp(x, y, …), {sides}", f, arrays)


def _mixed(name: str, shapes: Any, seed: int, option: Any) -> Call:
    """An option of torch's: add and sub with alpha, div with rounding_mode."""
    key = "rounding_mode" if name == "div" else "alpha"
    f: Function = lambda lib, x, y: getattr(lib, name)(x, y, **{key: option})
    arrays = (numbers(seed, shapes[0]), numbers(seed + 1, shapes[1], POSITIVE))
    return Call(f"{name}(x, y, {key}={option!r})", f, arrays)


BOUNDS = st.sampled_from([None, -1, 0.0, 1, 1.0])
ROWS = [
    *(unary(n, d) for n, d in UNARY.items()),
    *(binary(n, d) for n, d in BINARY.items()),
    *(operator(n, f) for n, f in OPERATORS.items()),
    Row(
        "where",
        st.one_of(st.builds(_where, broadcast_pair(), SEEDS), st.builds(_where_number, SHAPES, SEEDS, st.booleans())),
    ),
    Row("clamp", st.builds(_clamp, SHAPES, SEEDS, BOUNDS, BOUNDS, st.booleans())),
    Row(
        "clip",
        st.builds(
            lambda s, n: Call("clip(x, -1, 1)", lambda lib, x: lib.clip(x, -1, 1), (numbers(n, s),)), SHAPES, SEEDS
        ),
    ),
    Row(
        "clamp(x, y)", st.builds(_bounds, broadcast_pair(), SEEDS, st.sampled_from(["both", "low", "high", "crossed"]))
    ),
    *(
        Row(f"{name}(x, y, {key})", st.builds(_mixed, st.just(name), broadcast_pair(), SEEDS, st.sampled_from(options)))
        for name, key, options in (
            ("add", "alpha", [2, -0.5]),
            ("sub", "alpha", [2, -0.5]),
            ("div", "rounding_mode", ["floor", "trunc"]),
        )
    ),
    Row("masked_fill", st.builds(_masked_fill, SHAPES, SEEDS, st.sampled_from([0, 1.5, -np.inf]))),
]
