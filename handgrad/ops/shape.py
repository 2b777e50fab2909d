"""Shape operations: the same entries in another arrangement, so the cotangent is arranged back."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad.ops.axes import axis
from handgrad.record import raw, record
from handgrad.tape import Op, Rule, sum_to
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


def reshape(input: Tensor, *shape: Any) -> Tensor:
    """The same entries in another shape, -1 for the axis to work out; a view where the memory allows; torch.reshape."""
    x, want = input._array(), _sizes(shape)
    try:
        y = x.reshape(want)
    except ValueError:
        raise RuntimeError(f"shape '{list(want)}' is invalid for input of size {x.size}") from None
    return _recast(VIEW if np.shares_memory(x, y) or not x.size else COPY_VIEW, y, input)


def view(input: Tensor, *shape: Any) -> Tensor:
    """As reshape, but never a copy: RuntimeError where the memory does not allow it; torch.Tensor.view."""
    x, want = input._array(), _sizes(shape)
    try:
        y = x.reshape(want)
    except ValueError:
        raise RuntimeError(f"shape '{list(want)}' is invalid for input of size {x.size}") from None
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
    want = tuple(x.shape[i - n] if s == -1 and i >= n else s for i, s in enumerate(want))
    try:
        y = np.broadcast_to(x, want)
    except ValueError:
        raise RuntimeError(
            f"The expanded size of the tensor ({want[-1] if want else 0}) must match the existing size "
            f"({x.shape[-1] if x.shape else 1}) at non-singleton dimension {len(want) - 1}.  "
            f"Target sizes: {list(want)}.  Tensor sizes: {list(x.shape)}"
        ) from None
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


T = property(lambda a: permute(a, tuple(range(a.ndim))[::-1]), doc="The axes in reverse order, as a view.")
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


def _part(g: Any, k: int, bounds: tuple[int, ...], d: int) -> Any:
    return g[(Ellipsis, slice(bounds[k], bounds[k + 1])) + (slice(None),) * (-d - 1)]


def _placed(t: Any, k: int, bounds: tuple[int, ...], d: int) -> Any:
    """A tangent of one part, zeros elsewhere."""
    before = list(t.shape)
    after = list(t.shape)
    before[d], after[d] = bounds[k], bounds[-1] - bounds[k + 1]
    dtype = raw(t).dtype
    zeros = [np.zeros(before, dtype), np.zeros(after, dtype)]
    if isinstance(t, Tensor):
        from handgrad.record import wrap

        return cat([wrap(zeros[0]), t, wrap(zeros[1])], d)
    return np.concatenate([zeros[0], t, zeros[1]], d)


def _join_op(name: str, n: int) -> Op:
    """cat of n parts: each receives its slice of the cotangent."""
    rule: Callable[[int], Rule] = lambda k: lambda g, y, *args: _part(g, k, args[-2], args[-1])
    push: Callable[[int], Rule] = lambda k: lambda t, y, *args: _placed(t, k, args[-2], args[-1])
    return Op(name, None, *[rule(k) for k in range(n)], jvps=tuple(push(k) for k in range(n)), fresh=False)


def cat(tensors: Any, dim: int = 0) -> Tensor:
    """The tensors one after another along an existing axis; each receives its slice of the cotangent; torch.cat."""
    from handgrad import dtypes
    from handgrad.record import cast_to

    parts = list(tensors)
    if not parts:
        raise RuntimeError("torch.cat(): expected a non-empty list of Tensors")
    for k, p in enumerate(parts):
        if p._data.ndim == 0:
            raise RuntimeError(f"zero-dimensional tensor (at position {k}) cannot be concatenated")
    parts = [p for p in parts if p._data.shape != (0,)] or parts[:1]
    common = parts[0]._data.dtype
    for p in parts:
        common = dtypes.promote(common, p._data.dtype)
    parts = [cast_to(p, common) for p in parts]
    d = axis(dim, parts[0]._data.ndim)
    _check_join(parts, d)
    lengths = np.cumsum([0] + [p._data.shape[d] for p in parts])
    bounds = tuple(int(b) for b in lengths)
    y = np.concatenate([p._data for p in parts], d)
    return record(_join_op("CatBackward0", len(parts)), y, tuple(parts), (*[None] * len(parts), bounds, d))


def _check_join(parts: list[Tensor], d: int) -> None:
    first = parts[0]._data.shape
    for k, p in enumerate(parts):
        s = p._data.shape
        if len(s) != len(first):
            raise RuntimeError(f"Tensors must have same number of dimensions: got {len(first)} and {len(s)}")
        for j in range(len(s)):
            if j != d % len(s) and s[j] != first[j]:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {d % len(s)}. Expected size {first[j]} but got "
                    f"size {s[j]} for tensor number {k} in the list."
                )


def stack(tensors: Any, dim: int = 0) -> Tensor:
    """The tensors one after another along a new axis; torch.stack."""
    parts = list(tensors)
    if not parts:
        raise RuntimeError("stack expects a non-empty TensorList")
    for k, p in enumerate(parts):
        if p._data.shape != parts[0]._data.shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(parts[0].shape)} at entry 0 and "
                f"{list(p.shape)} at entry {k}"
            )
    d = axis(dim, parts[0]._data.ndim + 1)
    y = np.stack([p._data for p in parts], d)
    return record(_stack_op(len(parts)), y, tuple(parts), (*[None] * len(parts), len(parts), d))


def _stack_op(n: int) -> Op:
    """stack of n parts: each receives its slice of the cotangent, without the new axis."""
    rule: Callable[[int], Rule] = lambda k: lambda g, y, *args: g[(Ellipsis, k) + (slice(None),) * (-args[-1] - 1)]
    push: Callable[[int], Rule] = lambda k: (
        lambda t, y, *args: _placed(_opened(t, args[-1]), k, tuple(range(args[-2] + 1)), args[-1])
    )
    return Op("StackBackward0", None, *[rule(k) for k in range(n)], jvps=tuple(push(k) for k in range(n)), fresh=False)


def _opened(t: Any, d: int) -> Any:
    """A tangent with an axis of length 1 put in at d."""
    cut = t.ndim + d + 1
    return t.reshape((*t.shape[:cut], 1, *t.shape[cut:]))
