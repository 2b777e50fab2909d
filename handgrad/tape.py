"""The tape: what a recorded operation keeps, and the two sweeps over what was recorded.

A recorded operation is one Node: the op, the nodes of its inputs, and what its rules need. Creation order is a
topological order, so the reverse sweep is a heap on the nodes' running numbers and the forward sweep a sort by them.
The rules are written with plain operators. They run on raw numpy arrays, or, when the backward pass is itself to be
recorded (create_graph), on Tensors: the sweep is told which by `wrap`.
"""

import weakref
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np

from handgrad import edits
from handgrad.errors import BACKWARD_TWICE
from handgrad.hooks import Extra, call_hooks, tick

Array = Any  # a numpy array, a numpy scalar (0-d results), or a Tensor when the sweep is recorded
Rule = Callable[..., Array]
Wrap = Callable[..., Any]  # (array, node) -> Tensor


class Op:
    """One primitive: y = f(*inputs), and for each argument the rule that takes the cotangent of y to its own.

    rules[i](g, y, *args) = gᵀ ∂y/∂args[i], None where an argument has no derivative. `jvps` are the rules of
    forward mode, (t, y, *args) = ∂y/∂args[i] t; elementwise ops have a diagonal Jacobian, so theirs are the same.
    `keep` says what the rules read: "x" the inputs, "y" the result. `fast`: rules for raw arrays only, where a
    version that works in place is worth it. `fresh`: the rules return new memory, never a view of g.
    `view`: the result shares memory with the input. `ints`: what integers and bools become, "float", "number" (bools
    become int64) or the "same".
    """

    __slots__ = ("doc", "f", "fresh", "ints", "jvps", "keep_x", "keep_y", "keeps", "name", "operator", "raw",
                 "rules", "run", "view")  # fmt: skip

    def __init__(
        self,
        name: str,
        f: Callable[..., Any] | None,
        *rules: Rule | None,
        keep: str = "",
        jvps: tuple[Rule | None, ...] | None = None,
        fast: tuple[Rule, ...] | None = None,
        fresh: bool = True,
        view: bool = False,
        ints: str = "same",
        doc: str | None = None,
    ) -> None:
        self.name, self.f, self.rules, self.ints, self.doc = name, f, rules, ints, doc
        self.keep_x, self.keep_y, self.keeps = "x" in keep, "y" in keep, keep != ""
        self.jvps = rules if jvps is None else jvps
        self.raw = rules if fast is None else fast
        self.fresh, self.view = fresh, view
        self.run: Callable[..., Any] | None = None  # the recorded form, set by record.unary and record.binary
        self.operator: Callable[..., Any] | None = None  # and its form for Python's operators, set by record.binary

    def __call__(self, *xs: Array) -> Array:
        """Rules may apply an op: to raw arrays it is f, to Tensors it is recorded."""
        f = self.f if all(isinstance(x, (np.ndarray, np.generic)) for x in xs) else self.run
        assert f is not None
        return f(*xs)

    def __repr__(self) -> str:
        return f"Op({self.name})"


class Node:
    """A recorded operation. To the user it is `grad_fn`: callable as the vjp that it is, with torch's names."""

    __slots__ = ("args", "extra", "inputs", "op", "seq", "shapes", "y")
    grad = None
    args: Any  # the tuple of what its rules read; None once freed

    def __init__(self, op: Op, inputs: tuple[Any, ...], args: tuple[Any, ...], y: Array = None, shapes: Any = None):
        self.op, self.inputs, self.args, self.y, self.shapes = op, inputs, args, y, shapes
        self.extra: Extra | None = None  # hooks and retained gradients, for the few that have them
        self.seq = tick()

    def name(self) -> str:
        return self.op.name

    @property
    def next_functions(self) -> tuple[tuple[Any, int], ...]:
        """The recorded operations that made the inputs, as (grad_fn, output index); (None, 0) for constants."""
        return tuple((i, 0) for i in self.inputs)

    def __repr__(self) -> str:
        return f"<{self.name()}>"


class Leaf:
    """Where the gradient of a leaf tensor accumulates; torch's AccumulateGrad."""

    __slots__ = ("_tensor", "extra", "grad", "seq")
    op, inputs = None, ()
    next_functions: tuple[()] = ()

    def __init__(self, tensor: Any) -> None:
        self._tensor = weakref.ref(tensor)  # weak: the tensor holds its leaf, and the two must not form a cycle
        self.grad: Any = None
        self.extra: Extra | None = None
        self.seq = tick()

    @property
    def variable(self) -> Any:
        return self._tensor()

    def name(self) -> str:
        return "torch::autograd::AccumulateGrad"

    def __repr__(self) -> str:
        return "<AccumulateGrad>"


def sum_to(g: Array, shape: tuple[int, ...], ndim: int) -> Array:
    """Undo broadcasting: an entry that was used k times receives the sum of its k cotangents.

    g has `ndim` axes of the broadcast result, and possibly batch axes before them, which stay.
    """
    lead = g.ndim - ndim
    extra = ndim - len(shape)
    if extra and g.shape[lead + extra :] == shape:  # the common case, a bias: whole axes were added in front
        return g.sum(axis=tuple(range(lead, lead + extra)))
    axes = tuple(lead + i for i in range(ndim) if i < extra or (shape[i - extra] == 1 and g.shape[lead + i] != 1))
    if axes:
        g = g.sum(axis=axes, keepdims=True)
    want = tuple(g.shape[:lead]) + shape
    return g if g.shape == want else g.reshape(want)


def sweep(
    seeds: dict[Any, Array],
    wrap: Wrap,
    targets: set[Any] | None = None,
    recorded: bool = False,
    retain: bool = False,
) -> dict[Any, tuple[Array, bool]]:
    """Reverse mode: push cotangents from {node: g} down the graph, newest node first.

    Returns {leaf: (cotangent, owned)}, or with `targets` the same for each target reached; `owned` says that nobody
    else holds the array. A node is newer than its inputs, so when it is the newest left, all that used it has
    contributed. `wrap(array, node)` makes Tensors: for hooks, and for all in a `recorded` sweep.
    """
    # With `spread` written out here small graphs would take 8% less; it stands apart to be read by itself.
    pending, heap = dict(seeds), [(-n.seq, n) for n in seeds]
    heapify(heap)
    oldest = 0 if targets is None else min((t.seq for t in targets), default=0)  # nothing older leads to a target
    found: dict[Any, tuple[Array, bool]] = {}
    owned: set[Any] = set()
    last_edit = edits.last()
    while heap:
        n = heappop(heap)[1]
        g = pending.pop(n)
        if n.extra is not None:
            g = call_hooks(n, g, wrap, recorded)
        op = n.op
        if op is None or (targets is not None and n in targets):
            found[n] = (g, n in owned)
        if op is not None:
            if n.seq < last_edit:
                edits.check(n)
            spread(n, g, pending, heap, owned, oldest, wrap if recorded else None)
            if not retain and op.keeps:
                n.args = n.y = None  # freed, unless nothing was saved: such a node may be swept again
    return found


def spread(
    n: Node, g: Array, pending: dict[Any, Array], heap: list[Any], owned: set[Any], oldest: int, wrap: Wrap | None
) -> None:
    """One step of the sweep: each input of n receives its share of the cotangent g, added to what it had."""
    op, y, args, shapes, rules = n.op, n.y, n.args, n.shapes, n.op.raw
    if args is None:
        raise RuntimeError(BACKWARD_TWICE)
    if wrap is not None:
        y, args, rules = *saved_as_tensors(n, wrap), op.rules
    for k, i in enumerate(n.inputs):
        if i is None or i.seq < oldest:
            continue
        gi = rules[k](g, y, *args)  # type: ignore[misc]  # a rule is None only where the input is
        if gi is None:  # a custom Function's backward may leave an input out
            continue
        if shapes is not None and shapes[k + 1] is not None:
            gi = sum_to(gi, shapes[k + 1], shapes[0])
        if i not in pending:
            pending[i] = gi
            heappush(heap, (-i.seq, i))
            if op.fresh:
                owned.add(i)
        elif i in owned and wrap is None:
            pending[i] += gi  # in place: the buffer is the sweep's own
        else:
            pending[i] = pending[i] + gi
            owned.add(i)


def saved_as_tensors(n: Node, wrap: Wrap) -> tuple[Array, tuple[Any, ...]]:
    """What the node saved, as Tensors tied to the graph: the recorded sweep differentiates through them."""
    inputs = n.inputs
    args = tuple(
        wrap(a, inputs[k] if k < len(inputs) else None) if isinstance(a, (np.ndarray, np.generic)) else a
        for k, a in enumerate(n.args)
    )
    return (None if n.y is None else wrap(n.y, n)), args


def reached(node: Any) -> list[Any]:
    """All nodes that this one was made from, itself included, oldest first."""
    seen, stack = {node}, [node]
    while stack:
        for i in stack.pop().inputs:
            if i is not None and i not in seen:
                seen.add(i)
                stack.append(i)
    return sorted(seen, key=lambda n: int(n.seq))


def push(node: Any, tangents: dict[Any, Array], wrap: Wrap | None = None) -> Array | None:
    """Forward mode: carry tangents {leaf: t} through the recorded graph in creation order; the tangent of `node`.

    None if no leaf in `tangents` was used. Tangents may carry extra leading (batch) axes.
    """
    t = dict(tangents)
    for n in reached(node):
        if n.op is None or n in t:
            continue
        if n.args is None:
            raise RuntimeError(BACKWARD_TWICE)
        y, args = (n.y, n.args) if wrap is None else saved_as_tensors(n, wrap)
        out = None
        for k, i in enumerate(n.inputs):
            if i is not None and i in t and n.op.jvps[k] is not None:
                d = n.op.jvps[k](_aligned(t[i], n.shapes, k), y, *args)
                out = d if out is None else out + d
        if out is not None:
            t[n] = out
    return t.get(node)


def _aligned(t: Array, shapes: Any, k: int) -> Array:
    """Line the axes of a broadcast operand's tangent up with the result's: batch axes stay in front."""
    if shapes is None or shapes[k + 1] is None:
        return t
    ndim, shape = shapes[0], shapes[k + 1]
    lead = t.ndim - len(shape)
    return t.reshape(tuple(t.shape[:lead]) + (1,) * (ndim - len(shape)) + shape)
