"""How an operation gets onto the tape: from raw arrays to a Tensor and its node."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np

from handgrad import dtypes, errors
from handgrad.hooks import tick
from handgrad.tape import Node, Op
from handgrad.tensor import Tensor

F = TypeVar("F", bound=Callable[..., Any])
Number = (int, float, np.generic)
ndarray = np.ndarray
NOTHING, NOTHING_TWICE = (None,), (None, None)
_new = object.__new__
_recording = True


def is_grad_enabled() -> bool:
    """Whether operations on tensors that require grad are recorded."""
    return _recording


class set_grad_enabled:
    """Switch recording on or off: as a call, as a context, or as a decorator; torch.set_grad_enabled."""

    def __init__(self, mode: bool) -> None:
        global _recording
        self.before, self.mode = _recording, bool(mode)
        _recording = self.mode

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exc: object) -> None:
        global _recording
        _recording = self.before


class _GradMode:
    """The context and decorator behind no_grad and enable_grad."""

    mode: bool

    def __enter__(self) -> None:
        global _recording
        self.before, _recording = _recording, self.mode

    def __exit__(self, *exc: object) -> None:
        global _recording
        _recording = self.before

    def __call__(self, f: F) -> F:
        @wraps(f)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with type(self)():
                return f(*args, **kwargs)

        return cast(F, wrapped)

    def __new__(cls, f: F | None = None) -> Any:
        self = super().__new__(cls)
        return self if f is None else self(f)


class no_grad(_GradMode):
    """Nothing inside is recorded: `with no_grad():`, or as a decorator; torch.no_grad."""

    mode = False


class enable_grad(_GradMode):
    """Recording inside, also within no_grad; torch.enable_grad."""

    mode = True


def wrap(y: Any, node: Any = None) -> Tensor:
    """A Tensor of this array, tied to this node."""
    t = object.__new__(Tensor)
    t._data, t._node = y, node
    return t


def raw(x: Any) -> Any:
    """The array of a Tensor; anything else as it is."""
    return x._data if isinstance(x, Tensor) else x


def record(op: Op, y: Any, tensors: tuple[Any, ...], args: tuple[Any, ...], shapes: Any = None) -> Tensor:
    """The general case: y was computed from `tensors`, which stand first in `args` (None where not needed)."""
    t = _new(Tensor)
    t._data, t._node = y, None
    if _recording:
        inputs = tuple([x._node if isinstance(x, Tensor) else None for x in tensors])
        if inputs.count(None) < len(inputs):
            t._node = Node(op, inputs, args, y if op.keep_y else None, shapes)
    return t


def constant(c: Any, beside: Any) -> Any:
    """A Python number joins as a 0-d array; beside a float tensor it takes that tensor's dtype."""
    if not isinstance(c, Number):
        raise TypeError(c)
    d = beside.dtype
    if d is not dtypes.F4 and d is not dtypes.F8:
        d = dtypes.of_number(c, d)
    return np.array(c, d) if type(beside) is ndarray else d.type(c)


# unary and binary are the two hot paths of the engine, so they build Tensor and Node by hand instead of calling their
# constructors: 0.25 µs less of the 1.1 µs that an operation on 8 numbers takes.
def unary(op: Op) -> Callable[[Tensor], Tensor]:
    """The public function of an elementwise op of one argument."""
    f, keep_x, keep_y = op.f, op.keep_x, op.keep_y
    assert f is not None

    def run(input: Tensor) -> Tensor:
        if not isinstance(input, Tensor):
            raise TypeError(_not_a_tensor(op, input))
        x, node = input._data, input._node
        if node is None or not _recording:
            return wrap(f(x) if x.dtype.kind == "f" else _of_integers(op, x))
        t, n = _new(Tensor), _new(Node)
        t._data = y = f(x)
        t._node = n
        n.op, n.inputs, n.shapes, n.extra = op, (node,), None, None
        n.args, n.y = (x,) if keep_x else NOTHING, y if keep_y else None
        n.seq = tick()
        return t

    return _public(op, run)


def binary(op: Op) -> Callable[[Any, Any], Tensor]:
    """The public function of an elementwise op of two arguments, one of which may be a Python number.

    Its twin `op.operator` serves Python's operators: for what is neither Tensor nor number it returns NotImplemented.
    """
    op.operator = _binary(op, _not_implemented)
    return _public(op, _binary(op, _refuse))


def _binary(op: Op, fail: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """The hot path; fail(op, input, other, exception) says what is wrong."""
    f, keep_x, keep_y = op.f, op.keep_x, op.keep_y
    assert f is not None

    def run(input: Any, other: Any) -> Any:
        try:
            if isinstance(other, Tensor):
                z, nz = other._data, other._node
                if isinstance(input, Tensor):
                    x, nx = input._data, input._node
                else:
                    x, nx = constant(input, z), None
            else:
                x, nx = input._data, input._node
                z, nz = constant(other, x), None
            if x.dtype is not z.dtype or (nx is None and nz is None and x.dtype.kind != "f"):
                x, z, nx, nz = _align(op, x, z, nx, nz)
            y = f(x, z)
        except (TypeError, AttributeError, ValueError) as e:
            return fail(op, input, other, e)
        t = _new(Tensor)
        t._data = y
        if not _recording or (nx is None and nz is None):
            t._node = None
            return t
        t._node = n = _new(Node)
        n.op, n.inputs, n.extra = op, (nx, nz), None
        n.args = (
            (x if nz is not None or keep_y else None, z if nx is not None or keep_y else None)
            if keep_x
            else NOTHING_TWICE
        )
        n.y = y if keep_y else None
        s, u = x.shape, z.shape  # beside a 0-d constant the result has the shape of x
        n.shapes = None if s == u or (nz is None and not u) else _shapes(s, u, y.shape)
        n.seq = tick()
        return t

    return run


def _of_integers(op: Op, x: Any) -> Any:
    """f of an array of ints or bools, made floats first where torch does so."""
    if op.ints == "float":
        x = x.astype(dtypes.default())
    elif x.dtype.kind == "b" and op.ints == "number":
        x = x.astype(dtypes.I8)
    elif x.dtype.kind == "b" and op.name == "NegBackward0":
        raise RuntimeError(errors.BOOL_NEGATION)
    assert op.f is not None
    return op.f(x)


def _shapes(s: Any, u: Any, shape: Any) -> tuple[int, Any, Any]:
    """What the sweep needs to undo broadcasting: the result's ndim, and the shape of each operand that differs."""
    return len(shape), s if s != shape else None, u if u != shape else None


def _align(op: Op, x: Any, z: Any, nx: Any, nz: Any) -> tuple[Any, Any, Any, Any]:
    """Bring both operands to torch's common dtype; the cast of a tracked operand is itself recorded."""
    if op.name == "SubBackward0":
        no_bools(x, z)
    d = dtypes.result(x, z)
    if op.ints == "float" and d.kind != "f":
        d = dtypes.default()
    a, b = (x, nx), (z, nz)
    if nx is not None or nz is not None:
        a, b = ((t._data, t._node) for t in (cast_to(wrap(x, nx), d), cast_to(wrap(z, nz), d)))
        return a[0], b[0], a[1], b[1]
    return x.astype(d, copy=False), z.astype(d, copy=False), None, None


def no_bools(x: Any, z: Any) -> None:
    """torch subtracts no bools."""
    bools = (x.dtype.kind == "b") + (z.dtype.kind == "b")
    if bools:
        raise RuntimeError(errors.BOOL_SUBTRACTION if bools == 1 else errors.BOOLS_SUBTRACTION)


def _recast(g: Any, d: Any) -> Any:
    return cast_to(g, d) if isinstance(g, Tensor) else g.astype(d)


CAST = Op(
    "ToCopyBackward0",
    None,
    lambda g, y, x, old, new: _recast(g, old),
    jvps=(lambda t, y, x, old, new: _recast(t, new),),
)


def cast_to(t: Tensor, d: Any) -> Tensor:
    """The tensor in numpy dtype d; itself if it is already."""
    x = t._data
    if x.dtype is d:
        return t
    return record(CAST, x.astype(d), (t,), (None, x.dtype, d)) if d.kind == "f" else wrap(x.astype(d))


def _public(op: Op, run: Callable[..., Tensor]) -> Callable[..., Tensor]:
    op.run = run
    name = op.name.split("Backward")[0].lower()
    run.__name__ = run.__qualname__ = name
    run.__doc__ = op.doc
    return run


def _not_a_tensor(op: Op, got: Any) -> str:
    name = op.run.__name__ if op.run is not None else op.name
    return f"{name}(): argument 'input' (position 1) must be Tensor, not {type(got).__name__}"


def _not_implemented(op: Op, a: Any, b: Any, e: Exception) -> Any:
    """For operators: let Python try the other operand, and say itself what it thinks of the pair."""
    if all(isinstance(t, Tensor | int | float | np.generic) for t in (a, b)):
        raise _explain(op, a, b, e) from None
    return NotImplemented


def _refuse(op: Op, a: Any, b: Any, e: Exception) -> Any:
    raise _explain(op, a, b, e) from None


def _explain(op: Op, a: Any, b: Any, e: Exception) -> Exception:
    """torch's words for operands that do not go together."""
    for k, t in enumerate((a, b)):
        if not isinstance(t, Tensor) and not isinstance(t, Number):
            name = op.run.__name__ if op.run is not None else op.name
            which = f"argument '{('input', 'other')[k]}' (position {k + 1})"
            return TypeError(f"{name}(): {which} must be Tensor, not {type(t).__name__}")
    if isinstance(e, ValueError) and isinstance(a, Tensor) and isinstance(b, Tensor):
        return RuntimeError(size_mismatch(a._data.shape, b._data.shape) or str(e))
    return e


def size_mismatch(a: tuple[int, ...], b: tuple[int, ...]) -> str:
    """torch's message for two shapes that do not broadcast, naming the last axis at fault."""
    n = max(len(a), len(b))
    for k in range(1, n + 1):
        p, q = a[-k] if k <= len(a) else 1, b[-k] if k <= len(b) else 1
        if p != q and 1 not in (p, q):
            return (
                f"The size of tensor a ({p}) must match the size of tensor b ({q}) at non-singleton dimension {n - k}"
            )
    return ""


ALIAS = Op("AliasBackward0", None, lambda g, y, a: g, fresh=False)
