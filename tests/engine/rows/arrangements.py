"""Rows of parts, mirrors, diagonals and joins."""

from typing import Any

from hypothesis import strategies as st

from tests.engine.rows.base import SEEDS, SHAPES, Row, dims_of, numbers
from tests.engine.rows.shapes import composite

SOME = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple)
FLAT = st.tuples(st.integers(0, 4), st.integers(0, 4))


def _x(draw: Any, shapes: Any) -> Any:
    return numbers(draw(SEEDS), draw(shapes))


def _split(draw: Any) -> Any:
    x = _x(draw, SOME)
    d = draw(dims_of(x.ndim))
    size, part = draw(st.integers(1, 3)), draw(st.integers(0, 1))
    f = lambda lib, x: (parts := lib.split(x, size, d))[part % len(parts)] * 2
    return f"split(x, {size}, {d})[{part}]", f, (x,)


def _chunk(draw: Any) -> Any:
    x = _x(draw, SOME)
    d, n = draw(dims_of(x.ndim)), draw(st.integers(1, 4))
    return f"chunk(x, {n}, {d})[-1]", lambda lib, x: x.chunk(n, d)[-1], (x,)


def _unbind(draw: Any) -> Any:
    x = _x(draw, SOME)
    d = draw(dims_of(x.ndim))
    return f"unbind(x, {d}), first and last", lambda lib, x: x.unbind(d)[0] * x.unbind(d)[-1], (x,)


def _flip(draw: Any) -> Any:
    x = _x(draw, SHAPES)
    dims = draw(st.lists(st.integers(0, max(x.ndim - 1, 0)), unique=True, max_size=x.ndim))
    return f"flip(x, {dims})", lambda lib, x: lib.flip(x, dims), (x,)


def _roll(draw: Any) -> Any:
    x = _x(draw, SOME)
    n, d = draw(st.integers(-5, 5)), draw(st.one_of(st.none(), dims_of(x.ndim)))
    return f"roll(x, {n}, {d})", lambda lib, x: lib.roll(x, n) if d is None else lib.roll(x, n, d), (x,)


def _triangle(name: str) -> Any:
    def build(draw: Any) -> Any:
        x = numbers(draw(SEEDS), (*draw(st.lists(st.integers(0, 2), max_size=1)), *draw(FLAT)))
        k = draw(st.integers(-3, 3))
        return f"{name}(x, {k})", lambda lib, x: getattr(lib, name)(x, k), (x,)

    return build


def _diag(draw: Any) -> Any:
    x = numbers(draw(SEEDS), tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=2))))
    k = draw(st.integers(-1, 1)) if x.ndim == 1 or min(x.shape) > 1 else 0
    return f"diag(x, {k})", lambda lib, x: lib.diag(x, k), (x,)


def _diagonal(draw: Any) -> Any:
    x = numbers(draw(SEEDS), tuple(draw(st.lists(st.integers(1, 4), min_size=2, max_size=3))))
    k, (i, j) = draw(st.integers(-1, 1)), tuple(draw(st.permutations(range(x.ndim))))[:2]
    return f"diagonal(x, {k}, {i}, {j})", lambda lib, x: lib.diagonal(x, k, i, j), (x,)


def _stacked(name: str) -> Any:
    def build(draw: Any) -> Any:
        shape = tuple(draw(st.lists(st.integers(1, 3), max_size=3)))
        arrays = tuple(numbers(draw(SEEDS), shape) for _ in range(draw(st.integers(1, 3))))
        return f"{name}([…])", lambda lib, *xs: getattr(lib, name)(xs), arrays

    return build


ROWS: list[Row] = [
    composite("split", _split),
    composite("chunk", _chunk),
    composite("unbind", _unbind),
    composite("flip", _flip),
    composite("roll", _roll),
    composite("tril", _triangle("tril")),
    composite("triu", _triangle("triu")),
    composite("diag", _diag),
    composite("diagonal", _diagonal),
    *(composite(name, _stacked(name)) for name in ("hstack", "vstack", "dstack")),
]
