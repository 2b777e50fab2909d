"""Reductions: what they do forwards and how a cotangent spreads back over the entries that were reduced.

Every reduction takes `dim` as an int, a tuple or None (all), and `keepdim`; axes are kept as negative numbers, so that
a cotangent may carry extra batch axes in front.
"""

import math
from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.axes import axes, axis
from handgrad.ops.elementwise import EXP, masked
from handgrad.ops.shape import expand_to, flipped, reshape_raw
from handgrad.record import cast_to, record, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor

_add: Any = np.add.reduce
_largest: Any = np.maximum.reduce
_smallest: Any = np.minimum.reduce


def unsum(g: Any, shape: tuple[int, ...], dims: tuple[int, ...] | None, keepdim: bool) -> Any:
    """Spread the cotangent of a sum back: every entry that was added receives all of it (a view, no copy)."""
    if g.ndim == 0:
        return expand_to(g, shape)
    n = len(shape)
    kept = shape if dims is None else None
    reduced = n if dims is None else len(dims)
    lead = tuple(g.shape[: g.ndim - (n if keepdim else n - reduced)])
    if not keepdim and n:
        kept = tuple(1 if dims is None or i - n in dims else s for i, s in enumerate(shape))
        g = reshape_raw(g, lead + kept)
    return expand_to(g, lead + shape)


def _kept(y: Any, shape: tuple[int, ...], dims: tuple[int, ...] | None, keepdim: bool) -> Any:
    """The result with its reduced axes put back as 1, so that it broadcasts against the input."""
    if keepdim:
        return y
    n = len(shape)
    return reshape_raw(y, tuple(1 if dims is None or i - n in dims else s for i, s in enumerate(shape)))


def _count(shape: tuple[int, ...], dims: tuple[int, ...] | None) -> int:
    return math.prod(shape) if dims is None else math.prod([shape[d] for d in dims])


def _push_sum(t: Any, y: Any, a: Any, shape: tuple[int, ...], dims: Any, keepdim: bool) -> Any:
    return t.sum(axis=tuple(range(-len(shape), 0)) if dims is None else dims, keepdims=keepdim) if shape else t


_sum_rule = lambda g, y, a, shape, dims, keepdim: unsum(g, shape, dims, keepdim)
SUM = Op("SumBackward0", None, _sum_rule, fresh=False, jvps=(_push_sum,))
SUM_DIM = Op("SumBackward1", None, _sum_rule, fresh=False, jvps=(_push_sum,))
_mean_rule = lambda g, y, a, shape, dims, keepdim: unsum(g / (_count(shape, dims) or 1), shape, dims, keepdim)
_push_mean = lambda t, y, a, shape, dims, keepdim: _push_sum(t, y, a, shape, dims, keepdim) / _count(shape, dims)
MEAN = Op("MeanBackward0", None, _mean_rule, fresh=False, jvps=(_push_mean,))
MEAN_DIM = Op("MeanBackward1", None, _mean_rule, fresh=False, jvps=(_push_mean,))


def sum(
    input: Tensor, dim: Any = None, keepdim: bool = False, *, dtype: Any = None, axis: Any = None, keepdims: Any = None
) -> Tensor:
    """The sum over `dim` (all axes if None). d sum(a) = sum(da): the cotangent is spread back; torch.sum.

    Ints and bools sum to int64.
    """
    if dtype is not None:
        input = cast_to(input, dtypes.as_numpy(dtype))
    dim, keepdim = dim if axis is None else axis, bool(keepdim if keepdims is None else keepdims)
    x = input._data
    dims = axes(dim, x.ndim)
    y = _add(x, dims, dtypes.I8 if x.dtype.kind != "f" else None, None, keepdim)
    return record(SUM if dim is None else SUM_DIM, y, (input,), (None, x.shape, dims, keepdim))


def mean(
    input: Tensor, dim: Any = None, keepdim: bool = False, *, dtype: Any = None, axis: Any = None, keepdims: Any = None
) -> Tensor:
    """The mean over `dim` (all axes if None). d mean(a) = mean(da). RuntimeError for integers, as in torch."""
    if dtype is not None:
        input = cast_to(input, dtypes.as_numpy(dtype))
    x = input._data
    if x.dtype.kind != "f":
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. "
            f"Got: {dtypes.kind(x.dtype)}"
        )
    dim, keepdim = dim if axis is None else axis, bool(keepdim if keepdims is None else keepdims)
    dims = axes(dim, x.ndim)
    y = _add(x, dims, None, None, keepdim) / _count(x.shape, dims)
    return record(MEAN if dim is None else MEAN_DIM, y, (input,), (None, x.shape, dims, keepdim))


def _like(constant: np.ndarray[Any, Any], g: Any) -> Any:
    """A constant in the dtype of g, as whatever g is."""
    return wrap(constant.astype(g._data.dtype)) if isinstance(g, Tensor) else constant.astype(g.dtype)


def all(input: Tensor, dim: Any = None, keepdim: bool = False) -> Tensor:
    """Whether all entries are true; torch.all."""
    return wrap(np.asarray(np.all(input._data, axes(dim, input.ndim), keepdims=keepdim)))


def any(input: Tensor, dim: Any = None, keepdim: bool = False) -> Tensor:
    """Whether any entry is true; torch.any."""
    return wrap(np.asarray(np.any(input._data, axes(dim, input.ndim), keepdims=keepdim)))


def var(
    input: Tensor, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: int | None = None
) -> Tensor:
    """The mean square distance from the mean over `dim`, with n − 1 (n − `correction`) for n; torch.var."""
    y, rest = _spread_around_mean(input, dim, unbiased, keepdim, correction)
    return record(VAR, y, (input,), (input._data, *rest))


def std(
    input: Tensor, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: int | None = None
) -> Tensor:
    """The square root of var; its gradient where it is 0 is 0; torch.std."""
    y, rest = _spread_around_mean(input, dim, unbiased, keepdim, correction)
    return record(STD, np.sqrt(y), (input,), (input._data, *rest))


def _spread_around_mean(t: Tensor, dim: Any, unbiased: bool, keepdim: bool, correction: int | None) -> Any:
    """(variance, (dims, keepdim, n − correction))."""
    x = t._data
    if isinstance(dim, bool):  # torch's older signature var(input, unbiased)
        dim, unbiased = None, dim
    if x.dtype.kind != "f":
        raise RuntimeError("std and var only support floating point and complex dtypes")
    dims = axes(dim, x.ndim)
    n = _count(x.shape, dims)
    dof = n - (int(unbiased) if correction is None else correction)
    off = x - _add(x, dims, None, None, True) / x.dtype.type(n)
    return _add(off * off, dims, None, None, keepdim) / x.dtype.type(dof if dof > 0 else 0), (dims, keepdim, dof)


def _from_mean(a: Any, dims: Any, dof: int) -> Any:
    """∂var/∂a = 2 (a − mean a) / dof; infinite where one entry alone is asked for its spread."""
    off = a - a.mean(axis=dims, keepdims=True)
    if dof > 0 or dims is not None:
        return off * (2 / dof if dof else np.inf)
    off = off._data if isinstance(off, Tensor) else off
    return _like(np.where(off == 0, np.nan, np.inf), a)


def _var_rule(g: Any, y: Any, a: Any, dims: Any, keepdim: bool, dof: int) -> Any:
    return unsum(g, tuple(a.shape), dims, keepdim) * _from_mean(a, dims, dof)


def _push_var(t: Any, y: Any, a: Any, dims: Any, keepdim: bool, dof: int) -> Any:
    return (t * _from_mean(a, dims, dof)).sum(axis=tuple(range(-a.ndim, 0)) if dims is None else dims, keepdims=keepdim)


def _over_root(g: Any, y: Any) -> Any:
    """d√v = dv / (2√v), and 0 where √v is."""
    return masked(g / (y * 2), y != 0)


VAR = Op("VarBackward0", None, _var_rule, keep="x", jvps=(_push_var,))
STD = Op("StdBackward0", None, lambda g, y, a, *rest: _var_rule(_over_root(g, y), y, a, *rest), keep="xy",
         jvps=(lambda t, y, a, *rest: _over_root(_push_var(t, y, a, *rest), y),))  # fmt: skip


def logsumexp(input: Tensor, dim: Any, keepdim: bool = False) -> Tensor:
    """ln Σ exp(a) without overflow: d = Σ softmax(a) da; torch.logsumexp."""
    x = input._data
    if x.dtype.kind != "f":
        return logsumexp(cast_to(input, dtypes.default()), dim, keepdim)
    dims = axes(dim, x.ndim)
    top = _largest(x, dims, None, None, True) if x.ndim else x
    top = np.where(np.isfinite(top), top, 0).astype(x.dtype)
    y = np.log(_add(np.exp(x - top), dims, None, None, True)) + top
    y = y if keepdim else y.reshape(_add(x, dims).shape)
    return record(LOGSUMEXP, y, (input,), (x, dims, keepdim))


def _softmax_share(y: Any, a: Any, dims: Any, keepdim: bool) -> Any:
    return EXP(a - expand_to(_kept(y, tuple(a.shape), dims, keepdim), tuple(a.shape)))


def _logsumexp_rule(g: Any, y: Any, a: Any, dims: Any, keepdim: bool) -> Any:
    return unsum(g, tuple(a.shape), dims, keepdim) * _softmax_share(y, a, dims, keepdim)


def _logsumexp_push(t: Any, y: Any, a: Any, dims: Any, keepdim: bool) -> Any:
    over = tuple(range(-a.ndim, 0)) if dims is None else dims
    return (t * _softmax_share(y, a, dims, keepdim)).sum(axis=over, keepdims=keepdim)


LOGSUMEXP = Op("LogsumexpBackward0", None, _logsumexp_rule, keep="xy", jvps=(_logsumexp_push,))


def cumsum(input: Tensor, dim: int, *, dtype: Any = None) -> Tensor:
    """Running sums along `dim`: the cotangent is summed from the other end; torch.cumsum."""
    if dtype is not None:
        input = cast_to(input, dtypes.as_numpy(dtype))
    x = input._data
    d = axis(dim, x.ndim)
    return record(CUMSUM, np.cumsum(x, d) if x.ndim else x, (input,), (None, d))


def _running(a: Any, d: int) -> Any:
    return cumsum(a, d) if isinstance(a, Tensor) else np.cumsum(a, d)


def _running_back(g: Any, y: Any, a: Any, d: int) -> Any:
    return flipped(_running(flipped(g, (d,)), d), (d,)) if g.ndim else g


CUMSUM = Op("CumsumBackward0", None, _running_back, jvps=(lambda t, y, a, d: _running(t, d) if t.ndim else t,))
