"""Entries in order: sort, median, running extremes. Each result is an entry of the input, which gets its cotangent."""

from typing import Any

import numpy as np

from handgrad.ops.axes import axis
from handgrad.ops.extremes import MaxResult, _push_all, _ties_or_nan
from handgrad.ops.index import _push, _rule, grid
from handgrad.record import record, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor


class SortResult(MaxResult):
    """What sort returns."""

    __slots__ = ()


class MedianResult(MaxResult):
    """What median along one axis returns."""

    __slots__ = ()


class CummaxResult(MaxResult):
    """What cummax returns."""

    __slots__ = ()


class CumminResult(MaxResult):
    """What cummin returns."""

    __slots__ = ()


SORT, MEDIAN_DIM, CUMMAX, CUMMIN = (
    Op(f"{name}Backward{k}", None, _rule, jvps=_push)
    for name, k in (("Sort", 0), ("Median", 1), ("Cummax", 0), ("Cummin", 0))
)
MEDIAN = Op("MedianBackward0", None, _ties_or_nan, keep="xy", jvps=(_push_all,))


def _picked(op: Op, input: Tensor, index: Any, d: int, keepdim: bool = True) -> Tensor:
    """The entries at `index` along axis d, recorded."""
    x = input._data
    idx = grid(index, d % x.ndim, x.ndim) if x.ndim else ()
    if x.ndim and not keepdim:
        idx = tuple(i.squeeze(d) for i in np.broadcast_arrays(*idx))
    y = x[idx]
    return record(op, y, (input,), (None, idx, x.shape, y.ndim))


def _order(x: Any, d: int, descending: bool) -> Any:
    """The indices that sort x along d: equal entries keep their order, nan counts as the largest."""
    if x.ndim == 0:
        return np.zeros((), np.int64)
    if not descending:
        return np.argsort(x, d, kind="stable")
    return np.flip(x.shape[d] - 1 - np.argsort(np.flip(x, d), d, kind="stable"), d)


def argsort(input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool = False) -> Tensor:
    """Where the entries of the sorted tensor stand in the input: int64, no gradient; torch.argsort."""
    return wrap(_order(input._data, axis(dim, input.ndim), descending))


def sort(input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool = False) -> SortResult:
    """(values, indices) of the entries along dim in rising order; equal entries keep their order; torch.sort."""
    d = axis(dim, input.ndim)
    index = _order(input._data, d, descending)
    return SortResult(_picked(SORT, input, index, d), wrap(index))


def median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """The middle entry, the lower one of two, of all (ties share); along dim (values, indices); torch.median.

    nan if there is a nan. Along dim, which of several equal entries is picked is not specified, as in torch.
    """
    x = input._data
    if dim is not None:
        return _median_along(input, axis(dim, x.ndim), keepdim)
    flat = np.sort(x, None)  # nan stands at the end
    lost = not x.size or flat[-1] != flat[-1]
    y = np.asarray(np.nan, x.dtype) if lost else flat[(x.size - 1) // 2]
    return record(MEDIAN, y, (input,), (x, None, False))


def _median_along(input: Tensor, d: int, keepdim: bool) -> MedianResult:
    x = input._data
    if x.ndim and x.shape[d] == 0:
        raise IndexError(f"median(): Expected reduction dim {d + x.ndim} to have non-zero size.")
    order = _order(x, d, False)
    if x.ndim:
        middle = np.take(order, [(x.shape[d] - 1) // 2], d)
        lost = np.isnan(x)
        order = np.where(lost.any(d, keepdims=True), np.argmax(lost, d, keepdims=True), middle)
    values = _picked(MEDIAN_DIM, input, order, d, keepdim)
    return MedianResult(values, wrap(order if keepdim or not x.ndim else order.squeeze(d)))


def _running(x: Any, d: int, f: Any) -> Any:
    """Where the extreme so far stands: the last of equal ones, and nan once there is one."""
    if x.ndim == 0:
        return np.zeros((), np.int64)
    places = np.arange(x.shape[d]).reshape([-1 if k == d % x.ndim else 1 for k in range(x.ndim)])
    reached = (x == f.accumulate(x, d)) | np.isnan(x)
    return np.maximum.accumulate(np.where(reached, places, 0), d)


def cummax(input: Tensor, dim: int) -> CummaxResult:
    """(values, indices) of the largest entry so far along dim, the last of equal ones; torch.cummax."""
    d = axis(dim, input.ndim)
    index = _running(input._data, d, np.maximum)
    return CummaxResult(_picked(CUMMAX, input, index, d), wrap(index))


def cummin(input: Tensor, dim: int) -> CumminResult:
    """(values, indices) of the smallest entry so far along dim, the last of equal ones; torch.cummin."""
    d = axis(dim, input.ndim)
    index = _running(input._data, d, np.minimum)
    return CumminResult(_picked(CUMMIN, input, index, d), wrap(index))
