"""autograd.Function: your own operation with your own backward, and jvp if you like."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad import edits, errors
from handgrad.hooks import tick
from handgrad.record import cast_to, is_grad_enabled, no_grad, wrap
from handgrad.tape import Node, Op, Rule, sum_to
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

    def save_for_forward(self, *tensors: Any) -> None:
        """Keep tensors for jvp, which reads the same `saved_tensors`; those of save_for_backward if both are given."""
        if not self._saved:
            self.save_for_backward(*tensors)

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


class Call:
    """One call of apply, as its rules need it: the user's backward runs once and hands each input its share.

    It stands in the node's args, not in the op: an op whose rules held it would form a cycle with them.
    """

    def __init__(self, cls: Any, ctx: FunctionCtx, inputs: tuple[Any, ...], outputs: list[Tensor]) -> None:
        self.cls, self.ctx = cls, ctx
        self.inputs = [(np.shape(a._data), a._data.dtype) if isinstance(a, Tensor) else None for a in inputs]
        self.outputs = [(np.shape(o._data), o._data.dtype) for o in outputs]
        self.forget()

    def forget(self) -> None:
        self.last: Any = None
        self.at = -1
        self.result: tuple[Any, ...] = ()

    def _cotangents(self, g: Any) -> list[Any]:
        parts = g.parts if isinstance(g, Bundle) else {0: g}
        missing = [wrap(np.zeros(*like)) if self.ctx.materialize else None for like in self.outputs]
        return [_tensor(parts[k]) if k in parts else zeros for k, zeros in enumerate(missing)]

    def share(self, k: int, g: Any) -> Any:
        """The k-th input's part of backward(ctx, *cotangents); a sweep asks for them in order."""
        if g is not self.last or k <= self.at:
            out = self.cls.backward(self.ctx, *self._cotangents(g))
            self.last, self.result = g, out if isinstance(out, tuple) else (out,)
            if len(self.result) != len(self.inputs):
                raise RuntimeError(
                    f"function {self.cls.__name__}Backward returned an incorrect number of gradients (expected "
                    f"{len(self.inputs)}, got {len(self.result)})"
                )
        self.at = k
        part = self.result[k]
        like = self.inputs[k]
        if part is None or like is None:
            return None
        part = self._fitted(k, part, _lead(g, self.outputs), *like)
        return part if _recorded(g) else part._data

    def _fitted(self, k: int, part: Tensor, lead: int, shape: tuple[int, ...], d: Any) -> Tensor:
        """The k-th gradient in its input's shape and dtype: what was broadcast is summed, as torch's engine does."""
        part = cast_to(part, d)
        if part._data.shape[lead:] == shape:
            return part
        inner = part._data.shape[lead:]
        fits = len(inner) >= len(shape) and all(s in (1, n) for s, n in zip(shape[::-1], inner[::-1], strict=False))
        if not fits:
            raise RuntimeError(
                f"Function {self.cls.__name__}Backward returned an invalid gradient at index {k} - got {list(inner)} "
                f"but expected shape compatible with {list(shape)}"
            )
        summed: Tensor = sum_to(part, shape, len(inner))
        return summed

    def push(self, k: int, t: Any) -> Any:
        """The tangent of the outputs for a tangent of the k-th input: the user's jvp with zeros for the others."""
        if not hasattr(self.cls, "jvp"):
            raise RuntimeError(
                f"You are trying to use forward mode through {self.cls.__name__}, which has no jvp: give it a static "
                "method jvp(ctx, *tangents)"
            )
        tangents = [None if like is None else wrap(np.zeros(*like)) for like in self.inputs]
        tangents[k] = _tensor(t)
        out = self.cls.jvp(self.ctx, *tangents)
        parts = [o if isinstance(t, Tensor) else o._data for o in (out if isinstance(out, tuple) else (out,))]
        return Bundle(dict(enumerate(parts))) if isinstance(out, tuple) else parts[0]


def _tensor(x: Any) -> Tensor:
    return x if isinstance(x, Tensor) else wrap(x)


def _lead(g: Any, outputs: list[Any]) -> int:
    """How many batch axes stand in front of a cotangent."""
    k, part = next(iter(g.parts.items())) if isinstance(g, Bundle) else (0, g)
    return int(part.ndim) - len(outputs[k][0])


def _recorded(g: Any) -> bool:
    """Whether the sweep that brought this cotangent is itself recorded."""
    return isinstance(g, Tensor) or (isinstance(g, Bundle) and any(isinstance(p, Tensor) for p in g.parts.values()))


def _op(name: str, n: int) -> Op:
    """The op of a Function with n inputs: rules and pushes ask the call for the k-th share."""
    share: Callable[[int], Rule] = lambda k: lambda g, y, call: call.share(k, g)
    push: Callable[[int], Rule] = lambda k: lambda t, y, call: call.push(k, t)
    return Op(name, None, *map(share, range(n)), jvps=tuple(map(push, range(n))), keep="x", fresh=False)


class Function:
    """Subclass with static forward(ctx, …) and backward(ctx, *grad_outputs), call with `apply`; torch's Function.

    backward returns one gradient per argument of forward, None for those that have none. An optional static
    jvp(ctx, *tangents) serves forward mode. A separate setup_context(ctx, inputs, output) is supported as in torch.
    """

    def __call__(self, *args: Any) -> Any:
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd "
            "function with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
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
        op = _op(f"{cls.__name__}Backward", len(args))
        nodes = tuple(a._node if isinstance(a, Tensor) else None for a in args)
        node = FunctionNode(op, nodes, (Call(cls, ctx, args, fresh),))
        ctx._born = tick()
        for k, o in enumerate(fresh):
            if not any(o is c for c in ctx._constant) and o._data.dtype.kind == "f":
                o._node = node if len(fresh) == 1 else Node(pick(op.name, k), (node,), ())
        return tuple(fresh) if isinstance(out, tuple) else fresh[0]


class FunctionNode(Node):
    """The node of a custom Function: freeing it frees what ctx saved."""

    __slots__ = ()

    def free(self) -> None:
        (call,) = self.args
        call.forget()
        if call.ctx._saved:
            call.ctx._saved = None


def pick(name: str, k: int) -> Op:
    """One output of a Function with several: its cotangent goes into the bundle, its tangent comes out of it."""
    return Op(name, None, lambda g, y: Bundle({k: g}), jvps=(lambda t, y: t.parts[k],), fresh=False)


def once_differentiable(f: Any) -> Any:
    """Decorator for a backward that is not to be differentiated again."""

    def run(ctx: Any, *grads: Any) -> Any:
        with no_grad():
            return f(ctx, *grads)

    return run
