"""Indexing: what was not picked gets no cotangent, what was picked twice gets both."""

from typing import Any

import numpy as np

from handgrad import edits, errors
from handgrad.hooks import tick
from handgrad.ops.axes import axis
from handgrad.ops.shape import expand, reshape
from handgrad.record import constant, is_grad_enabled, raw, record, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _scatter(g: Any, idx: tuple[Any, ...], shape: tuple[int, ...], ndim: int) -> Any:
    """Zeros of the input's shape with g added at the entries that were picked."""
    if isinstance(g, Tensor):
        return record(SCATTER, _scatter(g._data, idx, shape, ndim), (g,), (None, idx, shape, ndim))
    lead = tuple(g.shape[: g.ndim - ndim])
    out = np.zeros(lead + shape, g.dtype)
    at = (slice(None),) * len(lead) + idx
    if all(isinstance(i, int | slice) or i is None or i is Ellipsis for i in idx):
        out[at] = g  # basic indexing picks each entry at most once
    else:
        np.add.at(out, at, g)
    return out


def _pick(t: Any, idx: tuple[Any, ...], shape: tuple[int, ...]) -> Any:
    return t[(slice(None),) * (t.ndim - len(shape)) + idx]


_rule = lambda g, y, a, idx, shape, ndim: _scatter(g, idx, shape, ndim)
_push = (lambda t, y, a, idx, shape, ndim: _pick(t, idx, shape),)
SELECT = Op("SelectBackward0", None, _rule, jvps=_push, view=True)
SLICE = Op("SliceBackward0", None, _rule, jvps=_push, view=True)
NEW_AXIS = Op("UnsqueezeBackward0", None, _rule, jvps=_push, view=True)
ALIAS = Op("AliasBackward0", None, _rule, jvps=_push, view=True)
INDEX = Op("IndexBackward0", None, _rule, jvps=_push)
SCATTER = Op("IndexPutBackward0", None, lambda g, y, a, idx, shape, ndim: _pick(g, idx, shape), fresh=False,
             jvps=(lambda t, y, a, idx, shape, ndim: _scatter(t, idx, shape, ndim),))  # fmt: skip


def _normal(index: Any) -> tuple[Any, ...]:
    """torch's index as numpy's: tensors as arrays, lists as arrays."""
    parts = index if isinstance(index, tuple) else (index,)
    out = []
    for i in parts:
        if isinstance(i, Tensor):
            i = raw(i)
            if i.dtype.kind == "f":
                raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
            i = int(i) if i.ndim == 0 and i.dtype.kind == "i" else np.asarray(i)
        elif isinstance(i, list | range):
            i = np.array(i, None if len(i) else np.int64)
        elif isinstance(i, np.integer):
            i = int(i)
        elif isinstance(i, str):
            raise TypeError("new(): invalid data type 'str'")
        elif isinstance(i, float):
            raise IndexError(
                "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices "
                f"(got {type(i).__name__})"
            )
        elif isinstance(i, slice) and i.step is not None and i.step <= 0:
            raise ValueError("step must be greater than zero")
        out.append(i)
    return tuple(out)


def _which(idx: tuple[Any, ...]) -> Op:
    """torch records one op per index; the name shown is that of the last one that did something."""
    if any(isinstance(i, np.ndarray) for i in idx):
        return INDEX
    names = [SELECT if isinstance(i, int) else NEW_AXIS if i is None else SLICE for i in idx
             if i is not Ellipsis and (i != slice(None) or len(idx) == 1)]  # fmt: skip
    return names[-1] if names else ALIAS


NO_AXIS = (
    "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to "
    "convert a 0-dim tensor to a number"
)


def _failed(e: Exception, x: Any, idx: tuple[Any, ...]) -> Exception:
    """torch's words for an index that numpy refuses."""
    given = sum(np.ndim(i) if isinstance(i, np.ndarray) and i.dtype.kind == "b" else i is not None and i is not Ellipsis
                for i in idx)  # fmt: skip
    if given > x.ndim:
        return IndexError(f"too many indices for tensor of dimension {x.ndim}" if x.ndim else NO_AXIS)
    arrays = [i for i in idx if isinstance(i, np.ndarray)]
    for d, i in _by_axis(idx, x.ndim):
        n = x.shape[d]
        if isinstance(i, int) and not -n <= i < n:
            return IndexError(f"index {i} is out of bounds for dimension {d} with size {n}")
        if isinstance(i, np.ndarray) and i.dtype.kind == "b" and i.shape[0] != n:
            return IndexError(
                f"The shape of the mask {list(i.shape)} at index 0 does not match the shape of the indexed tensor "
                f"{list(x.shape)} at index {d}"
            )
        if isinstance(i, np.ndarray) and i.dtype.kind == "i" and (bad := i[(i < -n) | (i >= n)]).size:
            nth = next(k for k, a in enumerate(arrays) if a is i)  # torch counts the tensors here, not the axes
            return IndexError(f"index {int(bad[0])} is out of bounds for dimension {nth} with size {n}")
    if len(arrays) > 1:
        shapes = ", ".join(str(list(i.shape)) for i in arrays)
        return IndexError(f"shape mismatch: indexing tensors could not be broadcast together with shapes {shapes}")
    return IndexError(str(e))


def _by_axis(idx: tuple[Any, ...], ndim: int) -> list[tuple[int, Any]]:
    """(axis, part of the index) for the parts that stand on an axis."""
    parts = [i for i in idx if i is not None]
    after = (
        len(parts) - next(k for k, i in enumerate(parts) if i is Ellipsis) - 1
        if any(i is Ellipsis for i in parts)
        else 0
    )
    found, d = [], 0
    for i in parts:
        if i is Ellipsis:
            d = ndim - after
            continue
        found.append((d, i))
        d += i.ndim if isinstance(i, np.ndarray) and i.dtype.kind == "b" else 1
    return found


def getitem(input: Tensor, index: Any) -> Tensor:
    """input[index]: integers, slices, None and ... give views, integer and bool tensors copies.

    The cotangent is added back at the entries that were picked, once for each time. IndexError as torch's.
    """
    idx = _normal(index)
    x = input._array()
    try:
        y = x[idx]
    except IndexError as e:
        raise _failed(e, x, idx) from None
    op = _which(idx)
    if op.view and type(y) is not np.ndarray:
        y = x[(*idx, Ellipsis)]  # a single entry: numpy's 0-d view in place of its copy
    if input._node is None:
        return record(op, y, (input,), ())
    return record(op, y, (input,), (x if op.view else None, idx, x.shape, np.ndim(y)))


# --- edits in place
def prepare(t: Tensor, through_view: bool = False) -> None:
    """Raise torch's errors where an in-place edit of t (or through a view of it) may not be recorded."""
    if t._node is None or not is_grad_enabled():
        return
    if t._node.op is None:
        raise RuntimeError(errors.LEAF_VIEW_IN_PLACE if through_view else errors.LEAF_IN_PLACE)
    if t._node.op.view:
        base = t._node
        while base.op is not None and base.op.view:
            base = base.inputs[0]
        raise RuntimeError(errors.LEAF_VIEW_IN_PLACE if base.op is None else errors.VIEW_IN_PLACE)


def overwrite(t: Tensor, result: Tensor, where: Any = Ellipsis) -> Tensor:
    """Write result's values into t's memory and let t take over its history; t itself."""
    a = t._array()
    try:
        a[where] = result._data
    except ValueError as e:
        if "read-only" in str(e):
            raise RuntimeError(errors.SHARED_WRITE) from None
        raise RuntimeError(
            f"output with shape {list(a.shape)} doesn't match the broadcast shape {list(result._data.shape)}"
        ) from None
    if edits.is_seen(t):
        edits.note(a, tick(), result._node or t._node)
    if result._node is not None:
        t._node = result._node
    return t


PUT = Op("CopySlices", None,
         lambda g, y, a, v, idx, shape: _zeroed(g, idx, shape), lambda g, y, a, v, idx, shape: _pick(g, idx, shape),
         fresh=False, jvps=(lambda t, y, a, v, idx, shape: _zeroed(t, idx, shape),
               lambda t, y, a, v, idx, shape: _scatter(t, idx, shape, np.ndim(np.empty(shape)[idx]))))  # fmt: skip


def _zeroed(g: Any, idx: tuple[Any, ...], shape: tuple[int, ...]) -> Any:
    """g with zeros at the entries that were overwritten."""
    mask = np.ones(shape, bool)
    mask[idx] = False
    return g * (mask if not isinstance(g, Tensor) else wrap(mask))


def setitem(input: Tensor, index: Any, value: Any) -> None:
    """input[index] = value: what was overwritten loses its gradient, value receives it. Leaves and views raise."""
    idx = _normal(index)
    prepare(input, through_view=_which(idx).view)
    x = input._array()
    v = value if isinstance(value, Tensor) else wrap(constant(value, x) if not isinstance(value, np.ndarray) else value)
    vb = _spread_over(v, x, idx)
    shapes = None if v._data.shape == vb.shape else (vb.ndim, v._data.shape)
    tracked = record(
        PUT, x, (input, v), (None, None, idx, x.shape), None if shapes is None else (shapes[0], None, shapes[1])
    )
    if not x.flags.writeable:
        raise RuntimeError(errors.SHARED_WRITE)
    x[idx] = vb
    if edits.is_seen(input):
        edits.note(x, tick(), tracked._node)
    input._node = tracked._node if tracked._node is not None else input._node


def _spread_over(v: Tensor, x: Any, idx: tuple[Any, ...]) -> Any:
    """v's array, broadcast to the shape of x[idx]."""
    try:
        picked = x[idx]
        return np.broadcast_to(v._data, np.shape(picked))
    except IndexError as e:
        raise _failed(e, x, idx) from None
    except ValueError:
        if _which(idx).view:
            expand(v, np.shape(picked))  # raises: torch copies the value, expanded, into the view
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(v.shape)} cannot be broadcast to indexing result of shape "
            f"{list(np.shape(picked))}"
        ) from None


def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The entries `index` along `dim`, repeats allowed; torch.index_select."""
    x, i = input._data, np.asarray(index._data)
    d = axis(dim, x.ndim)
    if i.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    if i.dtype.kind != "i":
        raise RuntimeError("index_select(): Expected dtype int32 or int64 for index")
    if ((i < 0) | (i >= (x.shape[d] if x.ndim else 1))).any():
        raise IndexError("index out of range in self")
    if x.ndim == 0 and i.size == 1:
        return reshape(input, ())
    idx = (slice(None),) * (d + x.ndim) + (i,)
    return record(INDEX_SELECT, x[idx], (input,), (None, idx, x.shape, x.ndim))


def gather(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """out[i][j] = input[index[i][j]][j] for dim 0, and so on; torch.gather."""
    x, i = input._data, np.asarray(index._data)
    d = axis(dim, x.ndim) + x.ndim
    if max(i.ndim, 1) != max(x.ndim, 1):
        raise RuntimeError("Index tensor must have the same number of dimensions as input tensor")
    n = x.shape[d] if x.ndim else 1
    if (bad := i[(i < 0) | (i >= n)]).size:
        raise RuntimeError(f"index {int(bad[0])} is out of bounds for dimension {d} with size {n}")
    if x.ndim == 0:  # every index is 0: the entry itself, as often as asked for
        return expand(input, i.shape)
    if i.ndim == 0:
        return reshape(gather(input, d, wrap(i.reshape(1))), ())
    idx = grid(i, d, x.ndim)
    return record(GATHER, x[idx], (input,), (None, idx, x.shape, i.ndim))


def grid(i: Any, d: int, ndim: int) -> tuple[Any, ...]:
    """The index that takes the entries i along axis d, and each in its own row along the others."""
    return tuple(
        i if k == d else np.arange(i.shape[k]).reshape([-1 if j == k else 1 for j in range(ndim)]) for k in range(ndim)
    )


INDEX_SELECT = Op("IndexSelectBackward0", None, _rule, jvps=_push)
GATHER = Op("GatherBackward0", None, _rule, jvps=_push)
