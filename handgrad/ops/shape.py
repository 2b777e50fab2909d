"""Shape operations: the same entries in another arrangement, so the cotangent is arranged back."""

from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.axes import axis
from handgrad.record import record
from handgrad.tape import Op, sum_to
from handgrad.tensor import Tensor


def _sizes(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """(2, 3) and ((2, 3),) mean the same."""
    if len(sizes) == 1 and isinstance(sizes[0], tuple | list):
        sizes = tuple(sizes[0])
    return tuple(int(s) for s in sizes)


# --- polymorphic helpers for rules: raw arrays and Tensors alike
def reshape_raw(x: Any, shape: tuple[int, ...]) -> Any:
    """x in another shape."""
    return x.reshape(shape)


def expand_to(x: Any, shape: tuple[int, ...]) -> Any:
    """x broadcast to shape: a view with stride 0, no copy."""
    if isinstance(x, Tensor):
        return expand(x, shape)
    if x.ndim == 0:  # np.broadcast_to without its Python overhead: 4 × faster for the most common case
        return np.ndarray(shape, x.dtype, np.asarray(x), 0, (0,) * len(shape))
    return np.broadcast_to(x, shape)


def _lead(g: Any, ndim: int) -> tuple[int, ...]:
    """The batch axes in front of a cotangent whose op has `ndim` axes."""
    return tuple(g.shape[: g.ndim - ndim])


_back_to = lambda g, y, a, old, new: g.reshape(_lead(g, len(new)) + old)
_on_to = lambda t, y, a, old, new: t.reshape(_lead(t, len(old)) + new)
VIEW = Op("ViewBackward0", None, _back_to, jvps=(_on_to,), fresh=False, view=True)
COPY_VIEW = Op("UnsafeViewBackward0", None, _back_to, jvps=(_on_to,), fresh=False)
UNSQUEEZE = Op("UnsqueezeBackward0", None, _back_to, jvps=(_on_to,), fresh=False, view=True)
SQUEEZE = Op("SqueezeBackward0", None, _back_to, jvps=(_on_to,), fresh=False, view=True)
SQUEEZE_DIM = Op("SqueezeBackward1", None, _back_to, jvps=(_on_to,), fresh=False, view=True)
EXPAND = Op("ExpandBackward0", None, lambda g, y, a, old, new: sum_to(g, old, len(new)), fresh=False, view=True,
            jvps=(lambda t, y, a, old, new: _expand_tangent(t, old, new),))  # fmt: skip
CLONE = Op("CloneBackward0", None, lambda g, y, a: g, fresh=False)


def _expand_tangent(t: Any, old: tuple[int, ...], new: tuple[int, ...]) -> Any:
    lead = _lead(t, len(old))
    return expand_to(t.reshape(lead + (1,) * (len(new) - len(old)) + old), lead + new)


def _recast(op: Op, y: Any, a: Tensor) -> Tensor:
    """Record a change of shape; views keep the array itself for the check on edits."""
    return record(op, y, (a,), (a._data if op.view else None, a._data.shape, y.shape))


def _reshaped(x: Any, want: tuple[int, ...]) -> Any:
    """x in the wanted shape, with torch's errors."""
    if want.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    for k, s in enumerate(want):
        if s < -1:
            raise RuntimeError(f"invalid shape dimension {s} at index {k} of shape {list(want)}")
    if -1 in want and 0 in want and not x.size:
        raise RuntimeError(
            f"cannot reshape tensor of 0 elements into shape {list(want)} because the unspecified dimension size -1 "
            "can be any value and is ambiguous"
        )
    try:
        return x.reshape(want)
    except ValueError:
        raise RuntimeError(f"shape '{list(want)}' is invalid for input of size {x.size}") from None


def reshape(input: Tensor, *shape: Any) -> Tensor:
    """The same entries in another shape, -1 for the axis to work out; a view where the memory allows; torch.reshape."""
    x, want = input._array(), _sizes(shape)
    y = _reshaped(x, want)
    return _recast(VIEW if np.shares_memory(x, y) or not x.size else COPY_VIEW, y, input)


def view(input: Tensor, *shape: Any) -> Tensor:
    """As reshape, but never a copy: RuntimeError where the memory does not allow it; torch.Tensor.view."""
    x, want = input._array(), _sizes(shape)
    y = _reshaped(x, want)
    if x.size and not np.shares_memory(x, y):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        )
    return _recast(VIEW, y, input)


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The axes from start_dim to end_dim joined into one; torch.flatten."""
    s, n = input._data.shape, max(input._data.ndim, 1)
    first, last = axis(start_dim, n) + n, axis(end_dim, n) + n
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if not s:
        return reshape(input, 1)
    return reshape(input, (*s[:first], int(np.prod(s[first : last + 1])), *s[last + 1 :]))


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """A new axis of length 1 at `dim`; torch.unsqueeze."""
    d = axis(dim, input._data.ndim + 1)
    return _recast(UNSQUEEZE, np.expand_dims(input._array(), d), input)


def squeeze(input: Tensor, dim: Any = None) -> Tensor:
    """Without the axes of length 1: all of them, or `dim` (left as it is if longer); torch.squeeze."""
    x = input._array()
    if dim is None:
        return _recast(SQUEEZE, x.squeeze(), input)
    dims = [axis(d, x.ndim) for d in (dim if isinstance(dim, tuple | list) else (dim,))]
    return _recast(SQUEEZE_DIM, x.squeeze(tuple(d for d in dims if x.ndim and x.shape[d] == 1)), input)


def expand(input: Tensor, *sizes: Any) -> Tensor:
    """Broadcast to `sizes` (-1 keeps an axis) as a view with stride 0: each entry's cotangents add up; torch.expand."""
    x, want = input._array(), _sizes(sizes)
    n = len(want) - x.ndim
    if n < 0:
        kind = f"torch.{dtypes.kind(x.dtype)}Tensor"
        raise RuntimeError(
            f"expand({kind}{{{list(x.shape)}}}, size={list(want)}): the number of sizes provided ({len(want)}) must be "
            f"greater or equal to the number of dimensions in the tensor ({x.ndim})"
        )
    for d, s in enumerate(want):
        have = x.shape[d - n] if d >= n else None
        if have is None and s == -1:
            raise RuntimeError(
                f"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension {d}"
            )
        if have is not None and s not in (-1, have) and have != 1:
            raise RuntimeError(
                f"The expanded size of the tensor ({s}) must match the existing size ({have}) at non-singleton "
                f"dimension {d}.  Target sizes: {list(want)}.  Tensor sizes: {list(x.shape)}"
            )
    y = np.broadcast_to(x, tuple(x.shape[d - n] if s == -1 else s for d, s in enumerate(want)))
    return _recast(EXPAND, y, input)


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """expand to the shape of another; torch.Tensor.expand_as."""
    return expand(input, tuple(other.shape))


# --- permutations of the axes
def _swapped(g: Any, i: int, j: int) -> Any:
    return g.swapaxes(i, j) if g.ndim else g.view(*g.shape)


TRANSPOSE = Op("TransposeBackward0", None, lambda g, y, a, i, j: _swapped(g, i, j), fresh=False, view=True)
T_2D = Op("TBackward0", None, lambda g, y, a, i, j: g.swapaxes(i, j), fresh=False, view=True)


def _permuted(g: Any, order: tuple[int, ...]) -> Any:
    lead = g.ndim - len(order)
    full = (*range(lead), *(g.ndim + k for k in order))
    return permute(g, full) if isinstance(g, Tensor) else g.transpose(full)


PERMUTE = Op("PermuteBackward0", None, lambda g, y, a, order, back: _permuted(g, back), fresh=False, view=True,
             jvps=(lambda t, y, a, order, back: _permuted(t, order),))  # fmt: skip


def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """Two axes exchanged, as a view; torch.transpose."""
    x = input._array()
    i, j = axis(dim0, x.ndim), axis(dim1, x.ndim)
    return record(TRANSPOSE, _swapped(x, i, j), (input,), (x, i, j))


def t(input: Tensor) -> Tensor:
    """The transpose of a matrix; a vector is returned as it is; RuntimeError above two axes; torch.t."""
    x = input._array()
    if x.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {x.ndim}D")
    return record(T_2D, x.T, (input,), (x, -1, -2)) if x.ndim == 2 else input


def permute(input: Tensor, *dims: Any) -> Tensor:
    """The axes in the given order, as a view; torch.permute."""
    x, want = input._array(), _sizes(dims)
    if len(want) == x.ndim and len({axis(d, x.ndim) for d in want}) < x.ndim:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    if sorted(axis(d, x.ndim) for d in want) != list(range(-x.ndim, 0)):
        raise RuntimeError(f"permute(sparse_coo): number of dimensions in the tensor input does not match the "
                           f"length of the desired ordering of dimensions i.e. input.dim() = {x.ndim} is not equal to "
                           f"len(dims) = {len(want)}")  # fmt: skip
    order = tuple(axis(d, x.ndim) for d in want)
    back = tuple(int(k) - x.ndim for k in np.argsort(order)) if x.ndim else ()
    return record(PERMUTE, x.transpose(order) if x.ndim else x.view(), (input,), (x, order, back))


def movedim(input: Tensor, source: Any, destination: Any) -> Tensor:
    """Axes moved to new places; torch.movedim."""
    src = [d % input.ndim for d in (source if isinstance(source, tuple | list) else (source,))]
    dst = [d % input.ndim for d in (destination if isinstance(destination, tuple | list) else (destination,))]
    rest = iter(k for k in range(input.ndim) if k not in src)
    return permute(input, [src[dst.index(k)] if k in dst else next(rest) for k in range(input.ndim)])


def _reversed(input: Tensor) -> Tensor:
    x = input._array()
    order = tuple(range(-1, -x.ndim - 1, -1))
    return record(PERMUTE, x.T, (input,), (x, order, order))


T = property(_reversed, doc="The axes in reverse order, as a view.")
mT = property(lambda a: transpose(a, -2, -1), doc="The last two axes exchanged, as a view.")


# --- copies and joins
def clone(input: Tensor) -> Tensor:
    """A copy with the same history: the cotangent passes through; torch.clone."""
    return record(CLONE, np.array(input._data), (input,), (None,))


def contiguous(input: Tensor) -> Tensor:
    """Itself if its memory is in row order, else a copy that is; torch.Tensor.contiguous."""
    x = input._data
    return input if x.flags.c_contiguous else record(CLONE, np.array(x, order="C"), (input,), (None,))


def flipped(x: Any, dims: tuple[int, ...]) -> Any:
    """x, raw or Tensor, with these (negative) axes in reverse order."""
    return record(FLIP, np.flip(x._data, dims), (x,), (None, dims)) if isinstance(x, Tensor) else np.flip(x, dims)


FLIP = Op("FlipBackward0", None, lambda g, y, a, dims: flipped(g, dims), fresh=False)
