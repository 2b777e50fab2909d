"""autograd.Function: your own operation with your own backward, and jvp if you like."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad import edits, errors
from handgrad.record import is_grad_enabled, no_grad, wrap
from handgrad.tape import Node, Op, Rule, tick
from handgrad.tensor import Tensor


class FunctionCtx:
    """What forward leaves for backward."""

    def __init__(self, needs_input_grad: tuple[bool, ...]) -> None:
        self.needs_input_grad = needs_input_grad
        self.materialize = True
        self._constant: tuple[Tensor, ...] = ()
        self._dirty: tuple[Tensor, ...] = ()
        self._saved: tuple[Any, ...] | None = ()
        self._born = 0

    def save_for_backward(self, *tensors: Any) -> None:
        """Keep tensors for backward; they come back from `saved_tensors`, checked for in-place edits."""
        for t in tensors:
            if t is not None and not isinstance(t, Tensor):
                raise TypeError(
                    f"save_for_backward can only save variables, but argument {tensors.index(t)} is of type "
                    f"{type(t).__name__}"
                )
        self._saved = tensors

    @property
    def saved_tensors(self) -> tuple[Any, ...]:
        """The tensors that were saved; RuntimeError once backward has freed them or if they were edited since."""
        if self._saved is None:
            raise RuntimeError(errors.BACKWARD_TWICE)
        for t in self._saved:
            if t is not None and edits.last_of(t._data) > self._born:
                edits.complain(t._data, t._node, self._born)
        return self._saved

    def mark_non_differentiable(self, *tensors: Tensor) -> None:
        """These outputs get no gradient."""
        self._constant = tensors

    def mark_dirty(self, *tensors: Tensor) -> None:
        """These inputs were edited in place."""
        raise NotImplementedError("handgrad's Function does not edit its inputs in place: return a new tensor")

    def set_materialize_grads(self, value: bool) -> None:
        """Whether missing cotangents come to backward as zeros (True) or None."""
        self.materialize = value


class Bundle:
    """Cotangents of a Function with several outputs, by output."""

    def __init__(self, parts: dict[int, Any]) -> None:
        self.parts = parts

    def __add__(self, other: "Bundle") -> "Bundle":
        both = dict(self.parts)
        for k, g in other.parts.items():
            both[k] = both[k] + g if k in both else g
        return Bundle(both)


class FunctionOp(Op):
    """The op of one call of apply: its rules call the user's backward once and hand each input its share."""

    __slots__ = ("cls", "ctx", "last", "outputs", "result")

    def __init__(self, cls: Any, ctx: FunctionCtx, n: int, outputs: list[Tensor]) -> None:
        share: Callable[[int], Rule] = lambda k: lambda g, y, *args: self.share(k, g)
        push: Callable[[int], Rule] = lambda k: lambda t, y, *args: self.push(k, t)
        super().__init__(f"{cls.__name__}Backward", None, *[share(k) for k in range(n)], keep="x",
                         jvps=tuple(push(k) for k in range(n)), fresh=False)  # fmt: skip
        self.cls, self.ctx = cls, ctx
        self.last: Any = None
        self.result: tuple[Any, ...] = ()
        self.outputs = [(np.shape(o._data), o._data.dtype) for o in outputs]

    def _cotangents(self, g: Any) -> list[Any]:
        parts = g.parts if isinstance(g, Bundle) else {0: g}
        tensors = []
        for k, (shape, dtype) in enumerate(self.outputs):
            if k in parts:
                tensors.append(parts[k] if isinstance(parts[k], Tensor) else wrap(parts[k]))
            else:
                tensors.append(wrap(np.zeros(shape, dtype)) if self.ctx.materialize else None)
        return tensors

    def share(self, k: int, g: Any) -> Any:
        """The k-th input's part of backward(ctx, *cotangents); backward itself runs once for all inputs."""
        if g is not self.last:
            out = self.cls.backward(self.ctx, *self._cotangents(g))
            self.last, self.result = g, out if isinstance(out, tuple) else (out,)
            if len(self.result) != len(self.rules):
                raise RuntimeError(
                    f"function {self.name} returned an incorrect number of gradients (expected {len(self.rules)}, got "
                    f"{len(self.result)})"
                )
        part = self.result[k]
        if part is None:
            return None
        recorded = isinstance(g, Tensor) or (
            isinstance(g, Bundle) and any(isinstance(p, Tensor) for p in g.parts.values())
        )
        return part if recorded else part._data

    def push(self, k: int, t: Any) -> Any:
        """The tangent of the output for a tangent of the k-th input: the user's jvp with zeros for the others."""
        if not hasattr(self.cls, "jvp"):
            raise RuntimeError(
                f"You are trying to use forward mode through {self.cls.__name__}, which has no jvp: give it a static "
                "method jvp(ctx, *tangents)"
            )
        tangents = [(t if isinstance(t, Tensor) else wrap(t)) if j == k else None for j in range(len(self.rules))]
        out = self.cls.jvp(self.ctx, *tangents)
        return out if isinstance(t, Tensor) else out._data


class Function:
    """Subclass with static forward(ctx, …) and backward(ctx, *grad_outputs), call with `apply`; torch's Function.

    backward returns one gradient per argument of forward, None for those that have none. An optional static
    jvp(ctx, *tangents) serves forward mode. A separate setup_context(ctx, inputs, output) is supported as in torch.
    """

    def __call__(self, *args: Any) -> Any:
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is deprecated. Use Name.apply(...)."
        )

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """Run forward unrecorded, and put one node with this class's backward on the tape."""
        needs = tuple(isinstance(a, Tensor) and a.requires_grad for a in args)
        ctx = FunctionCtx(needs)
        me: Any = cls
        with no_grad():
            if "setup_context" in cls.__dict__:
                out = me.forward(*args)
                me.setup_context(ctx, args, out)
            else:
                out = me.forward(ctx, *args)
        if not is_grad_enabled() or not any(needs):
            return out
        return cls._recorded(ctx, args, out)

    @classmethod
    def _recorded(cls, ctx: FunctionCtx, args: tuple[Any, ...], out: Any) -> Any:
        outs = list(out) if isinstance(out, tuple) else [out]
        fresh = [wrap(o._data) if any(o is a for a in args) else o for o in outs]
        op = FunctionOp(cls, ctx, len(args), fresh)
        node = FunctionNode(op, tuple(a._node if isinstance(a, Tensor) else None for a in args), ())
        ctx._born = tick()
        for k, o in enumerate(fresh):
            if not any(o is c for c in ctx._constant) and o._data.dtype.kind == "f":
                o._node = node if len(fresh) == 1 else Node(pick(k), (node,), ())
        return tuple(fresh) if isinstance(out, tuple) else fresh[0]


class FunctionNode(Node):
    """The node of a custom Function: freeing it frees what ctx saved."""

    __slots__ = ()

    def name(self) -> str:
        return self.op.name

    def free(self) -> None:
        op: Any = self.op
        op.last, op.result = None, ()
        if op.ctx._saved:
            op.ctx._saved = None


def pick(k: int) -> Op:
    """One output of a Function with several: its cotangent goes into the bundle."""
    return Op("FunctionOutput", None, lambda g, y: Bundle({k: g}), fresh=False)


def once_differentiable(f: Any) -> Any:
    """Decorator for a backward that is not to be differentiated again."""

    def run(ctx: Any, *grads: Any) -> Any:
        with no_grad():
            return f(ctx, *grads)

    return run
