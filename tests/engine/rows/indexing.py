"""Rows of reading by index: integers, slices, None, …, integer and boolean tensors, repeats included."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.engine.rows.base import SEEDS, Call, Row, numbers

SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple)


def _slice(draw: Any, n: int) -> slice:
    ends = st.one_of(st.none(), st.integers(-n - 1, n + 1))
    return slice(draw(ends), draw(ends), draw(st.sampled_from([None, 1, 2])))


@st.composite
def basic(draw: Any) -> Call:
    """Integers, slices, None and …, at most one …, in any mixture."""
    shape = draw(SHAPES)
    index: list[Any] = []
    for n in shape[: draw(st.integers(0, len(shape)))]:
        index.append(draw(st.integers(-n, n - 1)) if draw(st.booleans()) else _slice(draw, n))
    if draw(st.booleans()):
        index.insert(draw(st.integers(0, len(index))), None)
    if draw(st.booleans()):
        index.append(Ellipsis)
    at = tuple(index) if len(index) != 1 else index[0]
    return Call(f"x[{at}]", lambda lib, x: x[at], (numbers(draw(SEEDS), shape),))


@st.composite
def advanced(draw: Any) -> Call:
    """A list or a tensor of integers (repeats allowed), alone or beside a slice or another tensor."""
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=2, max_size=3)))
    picks = lambda n, size: draw(st.lists(st.integers(-n, n - 1), min_size=size, max_size=size))
    size = draw(st.integers(0, 4))
    first, second = picks(shape[0], size), picks(shape[1], size)
    tensor = lambda lib, v: lib.tensor(v, dtype=lib.int64)
    forms: dict[str, Any] = {
        "x[i]": lambda lib, x: x[tensor(lib, first)],
        "x[list]": lambda lib, x: x[first] if first else x[tensor(lib, first)],
        "x[:, j]": lambda lib, x: x[:, tensor(lib, second)],
        "x[i, j]": lambda lib, x: x[tensor(lib, first), tensor(lib, second)],
        "x[i, 0]": lambda lib, x: x[tensor(lib, first), 0],
        "x[0, j]": lambda lib, x: x[0, tensor(lib, second)],
        "x[i, None]": lambda lib, x: x[tensor(lib, first), None],
        "x[..., j]": lambda lib, x: x[..., tensor(lib, picked)],
        "x[i2d]": lambda lib, x: x[tensor(lib, [first, first])],
    }
    picked = picks(shape[-1], size)
    text = draw(st.sampled_from(sorted(forms)))
    return Call(f"{text}, i={first}, j={second}", forms[text], (numbers(draw(SEEDS), shape),))


@st.composite
def boolean(draw: Any) -> Call:
    """A mask of the whole shape, or of the first axes."""
    x = numbers(draw(SEEDS), draw(SHAPES))
    mask = numbers(draw(SEEDS), x.shape[: draw(st.integers(1, x.ndim))]) > 0
    return Call("x[mask]", lambda lib, x: x[lib.tensor(mask)], (x,))


@st.composite
def index_select(draw: Any) -> Call:
    x = numbers(draw(SEEDS), draw(SHAPES))
    d = draw(st.integers(-x.ndim, x.ndim - 1))
    picks = draw(st.lists(st.integers(0, x.shape[d] - 1), max_size=4))
    f = lambda lib, x: lib.index_select(x, d, lib.tensor(picks, dtype=lib.int64))
    return Call(f"index_select(x, {d}, {picks})", f, (x,))


@st.composite
def gather(draw: Any) -> Call:
    x = numbers(draw(SEEDS), draw(SHAPES))
    d = draw(st.integers(-x.ndim, x.ndim - 1))
    size = tuple(draw(st.integers(1, 3)) if k == d % x.ndim else draw(st.integers(1, n)) for k, n in enumerate(x.shape))
    picks = np.random.default_rng(draw(SEEDS)).integers(0, x.shape[d], size)
    f = lambda lib, x: lib.gather(x, d, lib.tensor(picks))
    return Call(f"gather(x, {d}, {picks.tolist()})", f, (x,))


ROWS = [
    Row("x[basic]", basic()), Row("x[integers]", advanced()), Row("x[mask]", boolean()),
    Row("index_select", index_select()), Row("gather", gather()),
]  # fmt: skip
