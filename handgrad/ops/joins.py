"""Joins: several tensors in one, each of which receives its slice of the cotangent."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.axes import axis
from handgrad.record import cast_to, raw, record, wrap
from handgrad.tape import Op, Rule
from handgrad.tensor import Tensor


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
        return cat([wrap(zeros[0]), t, wrap(zeros[1])], d)
    return np.concatenate([zeros[0], t, zeros[1]], d)


def _join_op(name: str, n: int) -> Op:
    """cat of n parts: each receives its slice of the cotangent."""
    rule: Callable[[int], Rule] = lambda k: lambda g, y, *args: _part(g, k, args[-2], args[-1])
    push: Callable[[int], Rule] = lambda k: lambda t, y, *args: _placed(t, k, args[-2], args[-1])
    return Op(name, None, *[rule(k) for k in range(n)], jvps=tuple(push(k) for k in range(n)), fresh=False)


def _listed(name: str, tensors: Any) -> list[Tensor]:
    """The tensors to join as a list, with torch's errors for what is no list of tensors."""
    if not isinstance(tensors, list | tuple):
        got = type(tensors).__name__
        raise TypeError(f"{name}(): argument 'tensors' (position 1) must be tuple of Tensors, not {got}")
    for k, p in enumerate(tensors):
        if not isinstance(p, Tensor):
            raise TypeError(f"expected Tensor as element {k} in argument 0, but got {type(p).__name__}")
    return list(tensors)


def cat(tensors: Any, dim: int = 0) -> Tensor:
    """The tensors one after another along an existing axis; each receives its slice of the cotangent; torch.cat."""

    parts = _listed("cat", tensors)
    if not parts:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
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
    parts = _listed("stack", tensors)
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
