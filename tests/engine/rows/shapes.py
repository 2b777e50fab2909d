"""Rows of the operations that rearrange entries: shapes, axes, joins and indices."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.engine.rows.base import SEEDS, SHAPES, SOLID, Call, Row, dims_of, numbers


def composite(name: str, build: Any) -> Row:
    """A row whose calls are drawn by build(draw) -> (text, f, arrays)."""

    @st.composite
    def calls(draw: Any) -> Call:
        text, f, arrays = build(draw)
        return Call(text, f, arrays)

    return Row(name, calls())


def _x(draw: Any, shapes: Any = SHAPES) -> Any:
    return numbers(draw(SEEDS), draw(shapes))


def _factored(draw: Any, n: int) -> tuple[int, ...]:
    """A shape with n entries, perhaps with one axis left to work out."""
    shape = draw(st.sampled_from([(n,), (1, n), (n, 1), *[(k, n // k) for k in (2, 3) if n % k == 0]]))
    hole = draw(st.integers(-1, len(shape) - 1)) if n else -1
    return tuple(-1 if k == hole else s for k, s in enumerate(shape))


def _reshape(name: str) -> Any:
    def build(draw: Any) -> Any:
        x = _x(draw)
        shape = _factored(draw, x.size)
        if name == "view":
            return f"x.clone().view{shape}", lambda lib, x: (x * 1).contiguous().view(shape), (x,)
        if draw(st.booleans()):
            return f"reshape(x, {shape})", lambda lib, x: lib.reshape(x, shape), (x,)
        return f"x.reshape{shape}", lambda lib, x: x.reshape(*shape), (x,)

    return build


def _flatten(draw: Any) -> Any:
    x = _x(draw)
    n = max(x.ndim, 1)
    a = draw(st.integers(0, n - 1))
    b = draw(st.integers(a, n - 1))
    return f"x.flatten({a}, {b})", lambda lib, x: x.flatten(a, b), (x,)


def _unsqueeze(draw: Any) -> Any:
    x = _x(draw)
    d = draw(st.integers(-x.ndim - 1, x.ndim))
    return f"x.unsqueeze({d})", lambda lib, x: x.unsqueeze(d), (x,)


def _squeeze(draw: Any) -> Any:
    x = _x(draw)
    d = draw(st.one_of(st.none(), dims_of(x.ndim)))
    if x.ndim > 1 and draw(st.booleans()):
        return "x.squeeze((0, 1))", lambda lib, x: x.squeeze((0, 1)), (x,)
    return f"x.squeeze({d})", lambda lib, x: x.squeeze() if d is None else x.squeeze(d), (x,)


def _expand(name: str) -> Any:
    def build(draw: Any) -> Any:
        inner = draw(st.lists(st.integers(1, 3), max_size=2))
        outer = draw(st.lists(st.integers(0, 3), max_size=2))
        wide = [draw(st.integers(0, 3)) if s == 1 else s for s in inner]
        size = (*outer, *wide)
        x = numbers(draw(SEEDS), tuple(inner))
        if name == "expand_as":
            return f"x.expand_as({size})", lambda lib, x: x.expand_as(lib.zeros(size)), (x,)
        if name == "broadcast_to":
            return f"broadcast_to(x, {size})", lambda lib, x: lib.broadcast_to(x, size), (x,)
        kept = (*outer, *(-1 if w == s and s > 1 else w for s, w in zip(inner, wide, strict=True)))
        return f"x.expand{kept}", lambda lib, x: x.expand(*kept) if kept else x.expand(()), (x,)

    return build


def _transpose(name: str) -> Any:
    def build(draw: Any) -> Any:
        x = _x(draw)
        i, j = draw(dims_of(x.ndim)), draw(dims_of(x.ndim))
        return f"{name}(x, {i}, {j})", lambda lib, x: getattr(lib, name)(x, i, j), (x,)

    return build


def _permute(draw: Any) -> Any:
    x = _x(draw)
    order = tuple(draw(st.permutations(range(x.ndim))))
    if draw(st.booleans()) or not order:
        return f"permute(x, {order})", lambda lib, x: lib.permute(x, order), (x,)
    signed = tuple(k - x.ndim for k in order)
    return f"x.permute{signed}", lambda lib, x: x.permute(*signed), (x,)


def _movedim(draw: Any) -> Any:
    x = numbers(draw(SEEDS), tuple(draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))))
    i, j = draw(dims_of(x.ndim)), draw(dims_of(x.ndim))
    return f"movedim(x, {i}, {j})", lambda lib, x: lib.movedim(x, i, j), (x,)


def _flat(name: str) -> Any:
    def build(draw: Any) -> Any:
        x = numbers(draw(SEEDS), tuple(draw(st.lists(st.integers(0, 3), min_size=2, max_size=2))))
        return f"x.{name}", lambda lib, x: x.t() if name == "t" else getattr(x, name), (x,)

    return build


def _join(name: str) -> Any:
    def build(draw: Any) -> Any:
        shape = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
        n = draw(st.integers(1, 3))
        d = draw(st.integers(-len(shape), len(shape) - 1))
        arrays = []
        for _ in range(n):
            one = list(shape)
            if name == "cat":
                one[d] = draw(st.integers(0, 2))
            arrays.append(numbers(draw(SEEDS), tuple(one)))
        return f"{name}([…], {d})", lambda lib, *xs: getattr(lib, name)(list(xs), d), tuple(arrays)

    return build


ROWS = [
    composite("reshape", _reshape("reshape")), composite("view", _reshape("view")), composite("flatten", _flatten),
    composite("unsqueeze", _unsqueeze), composite("squeeze", _squeeze), composite("expand", _expand("expand")),
    composite("expand_as", _expand("expand_as")), composite("broadcast_to", _expand("broadcast_to")),
    composite("transpose", _transpose("transpose")), composite("swapaxes", _transpose("swapaxes")),
    composite("permute", _permute), composite("movedim", _movedim), composite("t", _flat("t")),
    composite("T", _flat("T")), composite("mT", _flat("mT")), composite("cat", _join("cat")),
    composite("stack", _join("stack")),
    composite("contiguous", lambda draw: ("x.contiguous()", lambda lib, x: x.contiguous() * 1, (_x(draw),))),
]  # fmt: skip
_ = (np, SOLID)
