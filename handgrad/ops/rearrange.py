"""Parts, mirrors and diagonals: where the entries go, so the cotangent comes back the same way."""

from typing import Any

import numpy as np

from handgrad.ops.axes import axes, axis
from handgrad.ops.index import _push, _rule, getitem
from handgrad.ops.joins import cat
from handgrad.ops.reduce import sum
from handgrad.ops.shape import FLIP, reshape, unsqueeze
from handgrad.record import record, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor

SPLIT = Op("SplitBackward0", None, _rule, jvps=_push, view=True)
UNBIND = Op("UnbindBackward0", None, _rule, jvps=_push, view=True)


def _piece(op: Op, input: Tensor, d: int, at: Any) -> Tensor:
    """One part of the tensor along axis d (negative), as a view."""
    x = input._array()
    idx = (slice(None),) * (x.ndim + d) + (at,)
    y = np.asarray(x[idx])
    return record(op, y, (input,), (x, idx, x.shape, y.ndim))


def split(tensor: Tensor, split_size_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """Parts of a given length (the last may be shorter), or of the lengths listed, as views; torch.split."""
    d, n = axis(dim, tensor.ndim), tensor.shape[dim]
    if isinstance(split_size_or_sections, int):
        size = split_size_or_sections
        if size <= 0:
            raise RuntimeError(f"split expects split_size be non-negative, but got split_size={size}")
        lengths = [min(size, n - k) for k in range(0, n, size)] or [0]
    else:
        lengths = list(split_size_or_sections)
        if np.sum(lengths) != n:
            raise RuntimeError(
                f"split_with_sizes expects split_sizes to sum exactly to {n} (input tensor's size at dimension "
                f"{dim}), but got split_sizes={lengths}"
            )
    ends = np.cumsum(lengths).tolist()
    return tuple(_piece(SPLIT, tensor, d, slice(e - k, e)) for k, e in zip(lengths, ends, strict=True))


def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` parts of equal length (the last may be shorter), as views; torch.chunk."""
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    return split(input, max(1, -(-input.shape[dim] // chunks)), dim)


def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """The slices along `dim`, without that axis, as views; torch.unbind."""
    d = axis(dim, input.ndim)
    return tuple(_piece(UNBIND, input, d, k) for k in range(input.shape[dim]))


def _at_least(tensors: Any, ndim: int) -> list[Tensor]:
    """0-d and 1-d tensors get the axes that hstack, vstack and dstack want."""
    out = []
    for t in tensors:
        if t.ndim == 0:
            t = reshape(t, 1)
        if ndim >= 2 and t.ndim == 1:
            t = unsqueeze(t, 0)
        out.append(unsqueeze(t, -1) if ndim == 3 and t.ndim == 2 else t)
    return out


def hstack(tensors: Any) -> Tensor:
    """Side by side: along axis 1, or axis 0 for vectors; torch.hstack."""
    parts = _at_least(tensors, 1)
    return cat(parts, 0 if parts[0].ndim == 1 else 1)


def vstack(tensors: Any) -> Tensor:
    """On top of each other, vectors as rows; torch.vstack."""
    return cat(_at_least(tensors, 2), 0)


def dstack(tensors: Any) -> Tensor:
    """Behind each other, along a third axis; torch.dstack."""
    return cat(_at_least(tensors, 3), 2)


def flip(input: Tensor, dims: Any, *more: int) -> Tensor:
    """The order of the entries reversed along dims (a copy, as in torch); torch.flip."""
    given = (dims, *more) if isinstance(dims, int) else tuple(dims)
    ds = axes(given, input.ndim) or ()
    return record(
        FLIP, np.ascontiguousarray(np.flip(input._array(), ds)).reshape(input._data.shape), (input,), (None, ds)
    )


def _rolled(x: Any, shifts: Any, dims: Any) -> Any:
    return roll(x, shifts, dims) if isinstance(x, Tensor) else np.roll(x, shifts, dims)


ROLL = Op("RollBackward0", None, lambda g, y, a, shifts, dims: _rolled(g, tuple(-s for s in shifts), dims),
          jvps=(lambda t, y, a, shifts, dims: _rolled(t, shifts, dims),))  # fmt: skip


def roll(input: Tensor, shifts: Any, dims: Any = None) -> Tensor:
    """The entries moved along dims, those that fall off the end come back at the start; torch.roll."""
    if dims is None:
        flat = reshape(input, -1)
        return reshape(roll(flat, shifts, 0), tuple(input.shape))
    s = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    ds = (dims,) if isinstance(dims, int) else tuple(dims)
    if len(s) != len(ds):
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(s)}, dims:{len(ds)}")
    ds = tuple(axis(d, input.ndim) for d in ds)
    return record(ROLL, np.roll(input._data, s, ds), (input,), (None, s, ds))


# --- triangles and diagonals
def lower(x: Any, k: int) -> Any:
    """The lower triangle of an array or a Tensor."""
    return tril(x, k) if isinstance(x, Tensor) else np.tril(x, k)


def _upper(x: Any, k: int) -> Any:
    return triu(x, k) if isinstance(x, Tensor) else np.triu(x, k)


TRIL = Op("TrilBackward0", None, lambda g, y, a, k: lower(g, k))
TRIU = Op("TriuBackward0", None, lambda g, y, a, k: _upper(g, k))


def tril(input: Tensor, diagonal: int = 0) -> Tensor:
    """The lower triangle, 0 above the diagonal-th diagonal; torch.tril."""
    _matrix(input, "tril")
    return record(TRIL, np.tril(input._data, diagonal), (input,), (None, diagonal))


def triu(input: Tensor, diagonal: int = 0) -> Tensor:
    """The upper triangle, 0 below the diagonal-th diagonal; torch.triu."""
    _matrix(input, "triu")
    return record(TRIU, np.triu(input._data, diagonal), (input,), (None, diagonal))


def _matrix(t: Tensor, name: str) -> None:
    if t.ndim < 2:
        raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions")


DIAGONAL = Op("DiagonalBackward0", None, _rule, jvps=_push)


def diagonal(input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """The entries i, i + offset of the axes dim1 and dim2, as a new last axis (a copy); torch.diagonal."""
    n = input.ndim
    i, j = axis(dim1, n) + n, axis(dim2, n) + n
    if i == j:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    length = max(min(input.shape[i] - max(-offset, 0), input.shape[j] - max(offset, 0)), 0)
    steps = np.arange(length)
    rest = [k for k in range(n) if k not in (i, j)]
    idx: list[Any] = [None] * n
    for place, k in enumerate(rest):
        shape = [1] * (len(rest) + 1)
        shape[place] = -1
        idx[k] = np.arange(input.shape[k]).reshape(shape)
    idx[i], idx[j] = steps + max(-offset, 0), steps + max(offset, 0)
    x = input._data
    y = x[tuple(idx)]
    return record(DIAGONAL, y, (input,), (None, tuple(idx), x.shape, y.ndim))


_diagonal = diagonal  # diag has an argument of that name


def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """The diagonal of a matrix, or the matrix with this diagonal; torch.diag."""
    if input.ndim == 2:
        return _diagonal(input, diagonal)
    if input.ndim != 1:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {input.ndim}D")
    n = input.shape[0] + abs(diagonal)
    rows, columns = np.arange(input.shape[0]) + max(-diagonal, 0), np.arange(input.shape[0]) + max(diagonal, 0)
    at = np.zeros((n, n), np.int64)
    at[rows, columns] = np.arange(input.shape[0])
    mask = np.zeros((n, n), input._data.dtype)
    mask[rows, columns] = 1
    return getitem(input, wrap(at)) * wrap(mask)


def trace(input: Tensor) -> Tensor:
    """The sum of the diagonal of a matrix; torch.trace."""
    if input.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.ndim}")
    return sum(diagonal(input))


def kron(input: Tensor, other: Tensor) -> Tensor:
    """The Kronecker product of two matrices (or vectors); torch.kron."""
    n = max(input.ndim, other.ndim)
    s = (1,) * (n - input.ndim) + tuple(input.shape)
    t = (1,) * (n - other.ndim) + tuple(other.shape)
    a = reshape(input, [k for p in s for k in (p, 1)])
    b = reshape(other, [k for q in t for k in (1, q)])
    return reshape(a * b, [p * q for p, q in zip(s, t, strict=True)])
