"""`strides` and `broadcasting`: choose an entry of a table and see where in memory it stands."""

from collections.abc import Sequence
from operator import add, mul, sub
from typing import Any

import numpy as np

from companion.explorers.page import explorer
from companion.explorers.tables import Scene, cell, draw_tables, lit
from companion.explorers.views import View, view_of, written
from companion.numbers import minus
from companion.rich_output import Output

SIGNS = {"+": (add, "+"), "-": (sub, "−"), "*": (mul, "×")}


def strides(*tensors: Any, names: str = "") -> Output:
    """Show each tensor as a table below the storage that it reads: choose an entry, see its place.

    `strides(x, x.T, names="x, x.T")`: up to three tensors of up to two axes, of torch, handgrad or numpy. Raises
    TypeError or ValueError, in one line, for what cannot be drawn.
    """
    views = _named("strides", tensors, names, range(1, 4))
    states = [
        {"pick": cell(k, i), "lit": lit(views, [(view, i)]), "text": _where(view, i)}
        for k, view in enumerate(views)
        for i in view.indices()
    ]
    facts = "; ".join(f"{v.name} has shape {v.shape}, strides {minus(str(v.steps))}, offset {v.offset}" for v in views)
    scene = Scene(views, [f"{v.name} {v.shape}" for v in views], [""] * len(views), len(views))
    return _output(scene, states, f"Tables and the memory that they read: {facts}.")


def broadcasting(a: Any, b: Any, op: str = "+", names: str = "a, b") -> Output:
    """Show how two tensors are stretched to one shape and joined: choose an entry, see what it was made of, and where.

    `op` is "+", "-" or "*". Dashed cells exist in no memory: their axis has stride 0. Raises ValueError, in one line,
    where the shapes do not fit, and as `strides` does.
    """
    if op not in SIGNS:
        raise ValueError(f"broadcasting: op must be one of + - *; came {op!r}")
    one, two = _named("broadcasting", (a, b), names, range(2, 3))
    shape = _common(one.shape, two.shape)
    left, right = one.stretched(shape), two.stretched(shape)
    join, sign = SIGNS[op]
    numbers = np.reshape([float(join(left.entry(i), right.entry(i))) for i in np.ndindex(*shape)], shape)
    views = [left, right, view_of("broadcasting", "result", numbers)]
    states = [
        {
            "pick": cell(2, i),
            "lit": lit(views, [(view, i) for view in views]),
            "text": _made(views, (one, two), sign, i),
        }
        for i in views[2].indices()
    ]
    alt = (
        f"{one.name} of shape {one.shape} {sign} {two.name} of shape {two.shape} gives shape {shape}. Each of the two "
        "is drawn stretched to that shape; cells that exist in no memory are dashed."
    )
    titles = [f"{v.name} {v.shape} → {shape}" if v.shape != shape else f"{v.name} {shape}" for v in (one, two)]
    return _output(Scene(views, [*titles, f"result {shape}"], ["", sign, "="], 2), states, alt)


def _common(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(one, two)
    except ValueError:
        raise ValueError(
            f"broadcasting: shapes {one} and {two} do not fit: from the right, each pair of lengths must be equal, "
            "or one of them 1"
        ) from None


def _named(caller: str, tensors: Sequence[Any], names: str, counts: range) -> list[View]:
    given = [name.strip() for name in names.split(",")] if names else [f"t{k}" for k in range(1, len(tensors) + 1)]
    if len(tensors) not in counts or len(given) != len(tensors):
        wanted = f"{counts[0]} to {counts[-1]}" if len(counts) > 1 else str(counts[0])
        raise ValueError(f"{caller} takes {wanted} tensors and a name for each; came {len(tensors)} and {len(given)}")
    return [view_of(caller, name, tensor) for name, tensor in zip(given, tensors, strict=True)]


def _where(view: View, index: tuple[int, ...]) -> str:
    return f"{view.called(index)}: place {view.rule(index)} of the memory, where {written(view.entry(index))} stands."


def _made(views: Sequence[View], given: Sequence[View], sign: str, index: tuple[int, ...]) -> str:
    """'[2, 1]: a[2, 0] + b[1] = 2 + 10 = 12. In memory: a at 0 + 2·1 + 1·0 = 2, b at 0 + 2·0 + 1·1 = 1.'"""
    own = [v.called(_before(v, index)) for v in given]
    left, right, result = (written(v.entry(index)) for v in views)
    made = f"{views[2].called(index)} = {own[0]} {sign} {own[1]} = {left} {sign} {right} = {result}."
    places = ", ".join(f"{v.name} at place {v.rule(index)}" for v in views[:2])
    return f"{made} In memory: {places}."


def _before(view: View, index: tuple[int, ...]) -> tuple[int, ...]:
    """The index into a tensor that was stretched, where the stretched one is read at `index`."""
    own = index[len(index) - len(view.shape) :]
    return tuple(0 if n == 1 else i for i, n in zip(own, view.shape, strict=True))


def _output(scene: Scene, states: list[dict[str, Any]], alt: str) -> Output:
    lines = [state.pop("text") for state in states]
    return explorer("memory", draw_tables(scene), alt, lines, f"All {len(states)} entries as text", states)
