"""Largest and smallest entries, and where they are."""

from typing import Any, NamedTuple

import numpy as np

from handgrad.ops.axes import axes, axis
from handgrad.ops.compare import shown
from handgrad.ops.elementwise import masked, maximum, minimum
from handgrad.ops.reduce import SUM, _kept, _largest, _like, _smallest, unsum
from handgrad.ops.shape import expand_to, reshape_raw
from handgrad.record import raw, record, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _ties(g: Any, y: Any, a: Any, dims: Any, keepdim: bool) -> Any:
    """Equal shares for all entries that attain the extremum; where it is nan there are none: 0 / 0."""
    shape = tuple(a.shape)
    hit = raw(a == expand_to(_kept(y, shape, dims, keepdim), shape))
    return unsum(g, shape, dims, keepdim) * _like(hit / hit.sum(axis=dims, keepdims=True), g)


def _ties_or_nan(g: Any, y: Any, a: Any, dims: Any, keepdim: bool) -> Any:
    """As _ties, but a nan attains the extremum nan: the rule of max() and min() over everything."""
    if not np.isnan(raw(y)):
        return _ties(g, y, a, dims, keepdim)
    hit = np.isnan(raw(a))
    return unsum(g, tuple(a.shape), dims, keepdim) * _like(hit / hit.sum(), g)


def _push_ties(t: Any, y: Any, a: Any, dims: Any, keepdim: bool, rule: Any = _ties) -> Any:
    ones = _like(np.ones(np.shape(y)), y)
    return (t * rule(ones, y, a, dims, keepdim)).sum(
        axis=tuple(range(-a.ndim, 0)) if dims is None else dims, keepdims=keepdim
    )


AMAX = Op("AmaxBackward0", None, _ties, keep="xy", jvps=(_push_ties,))
AMIN = Op("AminBackward0", None, _ties, keep="xy", jvps=(_push_ties,))
_push_all = lambda t, y, a, dims, keepdim: _push_ties(t, y, a, dims, keepdim, _ties_or_nan)
MAX = Op("MaxBackward1", None, _ties_or_nan, keep="xy", jvps=(_push_all,))
MIN = Op("MinBackward1", None, _ties_or_nan, keep="xy", jvps=(_push_all,))


def _extremum(op: Op, f: Any, input: Tensor, dim: Any, keepdim: bool) -> Tensor:
    x = input._data
    dims = axes(dim, x.ndim)
    if x.size == 0:
        _refuse_nothing(op.name.split("Backward")[0].lower(), x, dims)
    return record(op, f(x, dims, None, None, keepdim), (input,), (x, dims, keepdim))


def amax(input: Tensor, dim: Any = None, keepdim: bool = False) -> Tensor:
    """The largest entry over `dim`; entries that tie share the cotangent equally; torch.amax."""
    return _extremum(AMAX, _largest, input, dim, keepdim)


def amin(input: Tensor, dim: Any = None, keepdim: bool = False) -> Tensor:
    """The smallest entry over `dim`; entries that tie share the cotangent equally; torch.amin."""
    return _extremum(AMIN, _smallest, input, dim, keepdim)


class MaxResult(NamedTuple):
    """What max along one axis returns, and in its subclasses what others of its kind do."""

    values: Tensor
    indices: Tensor

    def __repr__(self) -> str:
        return shown(type(self).__name__.removesuffix("Result").lower(), self)


class MinResult(MaxResult):
    """What min along one axis returns."""

    __slots__ = ()


def _unpick(g: Any, y: Any, a: Any, where: Any, shape: tuple[int, ...], dim: int, keepdim: bool) -> Any:
    """The cotangent goes to the one entry that was picked along the axis."""
    n = len(shape)
    if not keepdim and n:
        cut = g.ndim + dim + 1
        g = reshape_raw(g, (*g.shape[:cut], 1, *g.shape[cut:]))
    return masked(unsum_like(g, shape, dim), raw(where))


def unsum_like(g: Any, shape: tuple[int, ...], dim: int) -> Any:
    return expand_to(g, tuple(g.shape[: g.ndim - len(shape)]) + shape)


def _push_pick(t: Any, y: Any, a: Any, where: Any, shape: tuple[int, ...], dim: int, keepdim: bool) -> Any:
    return masked(t, raw(where)).sum(axis=dim, keepdims=keepdim)


MAX_DIM = Op("MaxBackward0", None, _unpick, jvps=(_push_pick,))
MIN_DIM = Op("MinBackward0", None, _unpick, jvps=(_push_pick,))


def _along(op: Op, arg: Any, input: Tensor, dim: int, keepdim: bool) -> MaxResult:
    x, pair = input._data, MaxResult if op is MAX_DIM else MinResult
    if x.ndim == 0:
        return pair(record(SUM, x, (input,), (None, (), None, False)), wrap(np.zeros((), np.int64)))
    d = axis(dim, x.ndim)
    if x.shape[d] == 0:
        _refuse_nothing(op.name.split("Backward")[0].lower(), x, (d,))
    index = np.expand_dims(arg(x, d), d)
    y = np.take_along_axis(x, index, d)
    where = np.zeros(x.shape, bool)
    np.put_along_axis(where, index, True, d)
    if not keepdim:
        y, index = y.squeeze(d), index.squeeze(d)
    return pair(record(op, y, (input,), (None, where, x.shape, d, keepdim)), wrap(index))


def max(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """The largest entry of all (ties share); along one dim (values, indices); of two tensors, maximum; torch.max."""
    if isinstance(dim, Tensor):
        return maximum(input, dim)
    return (
        _extremum(MAX, _largest, input, None, False) if dim is None else _along(MAX_DIM, np.argmax, input, dim, keepdim)
    )


def min(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """The smallest entry of all (ties share); along one dim (values, indices); of two tensors, minimum; torch.min."""
    if isinstance(dim, Tensor):
        return minimum(input, dim)
    return (
        _extremum(MIN, _smallest, input, None, False)
        if dim is None
        else _along(MIN_DIM, np.argmin, input, dim, keepdim)
    )


def argmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the largest entry is (the first of several): int64, no gradient; torch.argmax."""
    return _where_is("argmax", np.argmax, input, dim, keepdim)


def argmin(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the smallest entry is (the first of several): int64, no gradient; torch.argmin."""
    return _where_is("argmin", np.argmin, input, dim, keepdim)


def _where_is(name: str, f: Any, input: Tensor, dim: int | None, keepdim: bool) -> Tensor:
    x = input._data
    if x.dtype.kind == "b":
        raise RuntimeError(f"{name}(): does not support bool input")
    d = None if dim is None else axis(dim, x.ndim)
    if x.size == 0 and d is None:
        raise IndexError(f"{name}(): Expected reduction dim to be specified for input.numel() == 0.")
    if x.size == 0:
        _refuse_nothing(name, x, (d,))
    return wrap(np.asarray(f(x, d if x.ndim else None, keepdims=keepdim)))


def _refuse_nothing(name: str, x: Any, dims: Any) -> None:
    """Raise torch's errors for an extremum of no entries."""
    if dims is None:
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for input.numel() == 0. "
            "Specify the reduction dim with the 'dim' argument."
        )
    for d in dims:
        if x.shape[d] == 0:
            raise IndexError(f"{name}(): Expected reduction dim {d + x.ndim} to have non-zero size.")
