"""The graph of a handgrad or torch tensor: nodes are backward Functions (both engines offer the same attributes)."""

import sys
from typing import Any

import numpy as np

from companion import saved
from companion.graph import Edge, Graph, Node, letters, numbered
from companion.numbers import entries
from companion.quiet import first_sentence

CAPTION = (
    "{whose} picture: a box is a backward Function (its name without 'Backward0'), an arrow leads where it sends the "
    "gradient; AccumulateGrad adds what arrives to .grad."
)
Tensor = Any
Function = Any


def tensor_graph(root: Tensor, names: dict[str, Any]) -> Graph:
    """Return the graph under `root.grad_fn`. Adjoints are None if the graph was freed by an earlier backward()."""
    lib = _library(root)
    order = _order(root.grad_fn)
    _require_numbers(order)
    place = {fn: i for i, fn in enumerate(order)}
    values = _values(order, root, names)
    received, edges, broken = _sweep(order, place, root, lib)
    called = _names(order, names)
    nodes = tuple(
        Node(
            *called[i],
            "root" if i == len(order) - 1 else "inner" if fn.next_functions else "input",
            values.get(fn),
            received[i],
            _grad(fn),
            _detail(fn, values.get(fn), received[i]),
        )
        for i, fn in enumerate(order)
    )
    return Graph(nodes, edges, _caption(lib, names, place), of_functions=True, broken=broken)


def _library(tensor: Tensor) -> Any:
    found = (cls.__module__.partition(".")[0] for cls in type(tensor).__mro__)
    return sys.modules[next(name for name in found if name in ("handgrad", "torch"))]


def _require_numbers(order: list[Function]) -> None:
    """Raise ValueError where a Function of torch's works on what no picture shows."""
    for fn in order:
        for about in getattr(fn, "_input_metadata", ()):
            if about.dtype.is_complex or about.device.type == "meta":
                found = f"complex numbers ({about.dtype})" if about.dtype.is_complex else "no numbers (device meta)"
                holder = _short(fn) if fn.next_functions else "a leaf"
                raise ValueError(f"pictures show real numbers; {holder} of this graph holds {found}")


def _order(root: Function) -> list[Function]:
    """Functions in topological order: leaves first, each node after all that it sends gradients to. Iterative."""
    order: list[Function] = []
    seen, stack = set(), [(root, False)]
    while stack:
        fn, done = stack.pop()
        if done:
            order.append(fn)
        elif fn not in seen:
            seen.add(fn)
            stack.append((fn, True))
            stack.extend((near, False) for near, _ in reversed(fn.next_functions) if near is not None)
    return [fn for fn in order if not fn.next_functions] + [fn for fn in order if fn.next_functions]


def _sweep(
    order: list[Function], place: dict[Function, int], root: Tensor, lib: Any
) -> tuple[list[Any], tuple[Edge, ...], str]:
    """Call every grad_fn, last to first, as the vjp that it is; no hook runs and no `.grad` is touched."""
    arrived: list[dict[int, Tensor]] = [{} for _ in order]
    edges: list[Edge] = []
    try:
        with lib.no_grad():
            arrived[-1][getattr(root, "output_nr", 0)] = lib.ones_like(root.detach())
            for i in range(len(order) - 1, -1, -1):
                if order[i].next_functions:
                    edges += _send(order[i], i, place, arrived)
    except RuntimeError as error:  # freed, edited in place, or beyond torch: the shape of the graph remains
        return [None] * len(order), _plain_edges(order, place), first_sentence(str(error))
    adjoints = [_numbers(next(iter(grads.values()))) if len(grads) == 1 else None for grads in arrived]
    return adjoints, tuple(edges), ""


def _send(fn: Function, here: int, place: dict[Function, int], arrived: list[dict[int, Tensor]]) -> list[Edge]:
    """Run one vjp, add what it gives to what has arrived at each input, and return the edges that it went along."""
    outputs = range(len(getattr(fn, "_input_metadata", "1")))
    vjp = fn if callable(fn) else fn.apply  # torch's custom Functions offer it under this name only
    back = (
        vjp(*(arrived[here].get(output) for output in outputs)) if arrived[here] else (None,) * len(fn.next_functions)
    )
    back = back if isinstance(back, tuple) else (back,)
    edges = []
    for (near, output), raw in zip(fn.next_functions, back, strict=False):
        if near is None:
            continue
        there = place[near]
        grad = None if raw is None else _unbroadcast(raw, near, output)
        known = arrived[there].get(output)
        if grad is not None:
            arrived[there][output] = grad if known is None else known + grad
        sent = None if grad is None else _numbers(grad)
        edges.append(Edge(there, here, _slope(arrived[here], grad), sent, output))
    return edges


def _unbroadcast(grad: Tensor, near: Function, output: int) -> Tensor:
    """Sum over broadcast axes: torch does this in its engine, between the Functions."""
    metadata = getattr(near, "_input_metadata", ())
    shape = metadata[output].shape if output < len(metadata) else grad.shape
    return grad if tuple(grad.shape) == tuple(shape) else grad.sum_to_size(tuple(shape))


def _slope(arrived: dict[int, Tensor], grad: Tensor | None) -> float | None:
    """∂output/∂input, where both are one number: a vjp is linear, so it is the ratio of what left and what came."""
    if grad is None or len(arrived) != 1 or grad.ndim:
        return None
    came, went = (_numbers(tensor) for tensor in (next(iter(arrived.values())), grad))
    return float(went) / float(came) if came is not None and went is not None and came.size == 1 and came else None


def _plain_edges(order: list[Function], place: dict[Function, int]) -> tuple[Edge, ...]:
    return tuple(
        Edge(place[near], place[fn], output=output)
        for fn in reversed(order)
        for near, output in fn.next_functions
        if near is not None
    )


def _numbers(tensor: Tensor) -> np.ndarray | None:
    """A tensor as an array; None for what handgrad bundles for a custom Function of several results."""
    raw = entries(tensor)
    return None if raw.dtype == object else np.asarray(raw, dtype=float)


def _values(order: list[Function], root: Tensor, names: dict[str, Any]) -> dict[Function, np.ndarray]:
    """What is known of the forward pass: leaves, what was saved for the rules, named tensors, and the root."""
    values: dict[Function, np.ndarray] = {}
    for fn in order:
        values.update(saved.inputs(fn))
        kept = saved.result(fn)
        if kept is not None:
            values[fn] = kept
    made = {t.grad_fn: t for t in (*names.values(), root) if getattr(t, "grad_fn", None) is not None}
    made |= {fn: fn.variable for fn in order if getattr(fn, "variable", None) is not None}
    return values | {fn: x for fn, t in made.items() if (x := _numbers(t)) is not None}


def _names(order: list[Function], given: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, title) of every node: leaves by the names given, Functions by what they undo, numbered where twice."""
    by_leaf = {id(t): name for name, t in given.items()}
    made = {t.grad_fn: name for name, t in given.items() if getattr(t, "grad_fn", None) is not None}
    free = letters(set(given))
    names = []
    for fn in order:
        # handgrad's graph does not keep a leaf alive: one that nobody holds is a leaf all the same, and gets a letter.
        is_leaf, leaf = hasattr(fn, "variable"), getattr(fn, "variable", None)
        names.append(by_leaf.get(id(leaf)) or next(free) if is_leaf else _short(fn))
    return [
        (name, f"{name} → {made[fn]}" if fn in made else name) for fn, name in zip(order, numbered(names), strict=True)
    ]


def _short(fn: Function) -> str:
    name: str = fn.name().rpartition("::")[2].rstrip("0123456789")
    return name.removesuffix("Backward") or name


def _grad(fn: Function) -> np.ndarray | None:
    grad = getattr(getattr(fn, "variable", None), "grad", None)
    return None if grad is None else _numbers(grad)


def _detail(fn: Function, value: np.ndarray | None, adjoint: np.ndarray | None) -> str:
    """'AccumulateGrad' at leaves, and the shape where it is not that of one number."""
    metadata = getattr(fn, "_input_metadata", ())
    known = next((x.shape for x in (adjoint, value, *metadata) if x is not None), ())
    shape = str(tuple(known)) if len(known) else ""
    return " ".join(part for part in ("" if fn.next_functions else _short(fn), shape) if part)


def _caption(lib: Any, names: dict[str, Any], place: dict[Function, int]) -> str:
    caption = CAPTION.format(whose="torch's" if lib.__name__ == "torch" else "handgrad's (and torch's)")
    leaves = {id(getattr(fn, "variable", None)) for fn in place}
    outside = [n for n, t in names.items() if id(t) not in leaves and getattr(t, "grad_fn", None) not in place]
    if outside:
        caption += f" Not part of this graph: {', '.join(outside)}."
    return caption
