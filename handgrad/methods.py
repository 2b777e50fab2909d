"""Which functions are also methods and operators of Tensor. Importing this module installs them."""

from functools import wraps
from typing import Any

from handgrad import inplace
from handgrad.autograd.engine import backward as _backward
from handgrad.dtypes import as_numpy, bool_, dtype, float32, float64, int32, int64
from handgrad.nn import activations
from handgrad.ops import (
    arithmetic,
    choices,
    compare,
    comparisons,
    extremes,
    index,
    linalg,
    order,
    pairs,
    powers,
    product,
    rearrange,
    reduce,
    shape,
)
from handgrad.ops import elementwise as e
from handgrad.ops.norms import p_norm
from handgrad.record import cast_to
from handgrad.tensor import Tensor

FUNCTIONS = {
    arithmetic: "add sub div floor_divide remainder round",
    e: "mul neg exp log log1p expm1 exp2 log2 log10 square sqrt rsqrt reciprocal sin cos tan sinh cosh "
       "tanh asin acos atan sigmoid relu abs sign floor ceil maximum minimum",
    pairs: "atan2 hypot logaddexp",
    powers: "pow",
    choices: "clamp masked_fill",
    comparisons: "eq ne lt le gt ge isnan isinf isfinite logical_not logical_and logical_or logical_xor bitwise_not "
                 "bitwise_and bitwise_or bitwise_xor",
    reduce: "sum mean all any var std logsumexp cumsum",
    extremes: "max min amax amin argmax argmin",
    order: "sort argsort median cummax cummin",
    shape: "reshape view flatten unsqueeze squeeze expand expand_as transpose t permute movedim clone contiguous",
    index: "index_select gather",
    linalg: "matmul mm mv dot bmm outer",
    activations: "erf softmax log_softmax",
    rearrange: "split chunk unbind flip roll tril triu diagonal diag trace kron",
    product: "prod cumprod",
    compare: "isclose allclose equal",
}  # fmt: skip
ALIASES = {"multiply": "mul", "subtract": "sub", "divide": "div", "true_divide": "div", "negative": "neg",
           "absolute": "abs", "swapaxes": "transpose", "clip": "clamp", "arcsin": "asin", "arccos": "acos",
           "arctan": "atan", "broadcast_to": "expand", "greater": "gt", "less": "lt"}  # fmt: skip


METHODS_ONLY = {"view", "expand", "expand_as", "contiguous"}  # torch has these as methods, not as functions


def functions() -> dict[str, Any]:
    """All functions of the op tables by torch's name."""
    found = {name: getattr(module, name) for module, names in FUNCTIONS.items() for name in names.split()}
    found |= {alias: found[name] for alias, name in ALIASES.items()}
    return found


def checked(f: Any) -> Any:
    """f as a function of the module: torch's TypeError where the first argument is no Tensor (a method's always is)."""
    first = f.__code__.co_varnames[0]

    @wraps(f)
    def run(*args: Any, **kwargs: Any) -> Any:
        if args and not isinstance(args[0], Tensor):
            got = type(args[0]).__name__
            raise TypeError(f"{f.__name__}(): argument '{first}' (position 1) must be Tensor, not {got}")
        return f(*args, **kwargs)

    return run


def public() -> dict[str, Any]:
    """What the package itself offers of these: elementwise functions check their arguments, the others are wrapped."""
    bare = {name: f for name, f in functions().items() if name not in METHODS_ONLY}
    own = (arithmetic, e, comparisons, compare, pairs, powers)
    plain = {getattr(module, name) for module in own for name in FUNCTIONS[module].split()}
    return {name: f if f in plain else checked(f) for name, f in bare.items()}


def _operator(f: Any, swap: bool = False) -> Any:
    """f as an operator: NotImplemented, and so Python's own TypeError, for what is neither number nor Tensor."""

    def run(self: Tensor, other: Any) -> Any:
        if not isinstance(other, Tensor | int | float) and not hasattr(other, "dtype"):
            return NotImplemented
        return f(other, self) if swap else f(self, other)

    return run


def to(self: Tensor, *args: Any, dtype: Any = None, device: Any = None, copy: bool = False) -> Tensor:
    """In another dtype (recorded: the result is no leaf); the device can only be 'cpu'; torch.Tensor.to."""
    from handgrad.creation import _cpu_only

    flags = [a for a in args if isinstance(a, bool)]  # torch's non_blocking, which means nothing here, and copy
    copy = flags[1] if len(flags) > 1 else copy
    for a in args[: len(args) - len(flags)]:
        if isinstance(a, Tensor):
            dtype = a.dtype
        elif isinstance(a, str):
            device = a
        else:
            dtype = a
    _cpu_only(device)
    result = self if dtype is None else cast_to(self, as_numpy(dtype))
    return shape.clone(self) if copy and result is self else result


def _to(name: str, d: dtype) -> Any:
    def run(self: Tensor) -> Tensor:
        return cast_to(self, d.numpy)

    run.__name__ = run.__qualname__ = name  # Python's own errors name it
    return run


def backward(
    self: Tensor,
    gradient: Tensor | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Any = None,
) -> None:
    """Add ∂self/∂leaf (times `gradient`, for non-scalars) to the .grad of every leaf that self depends on."""
    _backward(self, gradient, retain_graph, create_graph, inputs)


backward.__qualname__ = "Tensor.backward"  # so that Python's own errors name it as torch's


def _matmul(self: Tensor, other: Any) -> Any:
    return linalg.matmul(self, other) if isinstance(other, Tensor) else NotImplemented


def operators() -> dict[str, Any]:
    """Python's operators. Those of the hot path are the functions' own twins: no call in between."""
    direct = dict(add=e.ADD, radd=e.ADD, sub=e.SUB, mul=e.MUL, rmul=e.MUL, truediv=e.DIV)
    found: dict[str, Any] = {f"__{name}__": op.operator for name, op in direct.items()}
    found |= {f"__{name}__": _operator(getattr(comparisons, name)) for name in ("eq", "ne", "lt", "le", "gt", "ge")}
    found |= {"__pow__": _operator(powers.pow), "__mod__": _operator(arithmetic.remainder)}
    found |= {"__floordiv__": _operator(arithmetic.floor_divide)}
    found |= {"__rfloordiv__": _operator(arithmetic.floor_divide, swap=True)}
    found |= {"__rmod__": _operator(arithmetic.remainder, swap=True)}
    found |= {"__matmul__": _matmul, "__rsub__": _operator(e.rsub), "__rtruediv__": _operator(e._rdiv)}
    found |= {"__rpow__": _operator(powers.pow, swap=True), "__neg__": e.neg, "__abs__": e.abs}
    found |= {f"__i{name}__": inplace.FORMS[f"{name}_"] for name in ("add", "sub", "mul", "pow")}
    found |= {"__itruediv__": inplace.FORMS["div_"], "__invert__": comparisons.bitwise_not}
    found |= {f"__{name}__": getattr(comparisons, f"bitwise_{name}") for name in ("and", "or", "xor")}
    found |= {f"__r{n}__": _operator(getattr(comparisons, f"bitwise_{n}"), swap=True) for n in ("and", "or", "xor")}
    return found | {"__getitem__": index.getitem, "__setitem__": index.setitem}


def install() -> None:
    """Give Tensor its methods and operators."""
    casts = dict(float=float32, double=float64, long=int64, int=int32, bool=bool_)
    own = {"norm": p_norm, "T": shape.T, "mT": shape.mT, "to": to, "backward": backward} | {
        n: _to(n, d) for n, d in casts.items()
    }
    for name, f in (functions() | inplace.FORMS | operators() | own).items():
        setattr(Tensor, name, f)


install()
