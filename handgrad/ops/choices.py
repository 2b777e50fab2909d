"""Choosing entry by entry: where, clamp, masked_fill. The cotangent goes where the value came from."""

from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.elementwise import masked
from handgrad.record import cast_to, constant, raw, record, size_mismatch, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor


def where(condition: Tensor, input: Any, other: Any) -> Tensor:
    """input where condition, other elsewhere; the cotangent goes where the value came from; torch.where."""
    c = raw(condition)
    if c.dtype.kind != "b":
        raise RuntimeError(
            f"where expected condition to be a boolean tensor, but got a tensor with dtype {dtypes.kind(c.dtype)}"
        )
    a, b = raw(input), raw(other)
    if not isinstance(input, Tensor):
        a = constant(input, b if isinstance(other, Tensor) else np.zeros((), dtypes.default()))
    if not isinstance(other, Tensor):
        b = constant(other, a)
    d = dtypes.result(np.asarray(a), np.asarray(b))
    ta = cast_to(input if isinstance(input, Tensor) else wrap(a), d)
    tb = cast_to(other if isinstance(other, Tensor) else wrap(b), d)
    try:
        y = np.where(c, ta._data, tb._data)
    except ValueError as e:
        pairs = ((c, ta._data), (c, tb._data), (ta._data, tb._data))
        raise RuntimeError(next(filter(None, (size_mismatch(p.shape, q.shape) for p, q in pairs)), str(e))) from None
    shapes = (
        y.ndim,
        ta._data.shape if ta._data.shape != y.shape else None,
        tb._data.shape if tb._data.shape != y.shape else None,
    )
    return record(WHERE, y, (ta, tb), (None, None, c), None if shapes[1:] == (None, None) else shapes)


WHERE = Op("WhereBackward0", None, lambda g, y, a, b, c: masked(g, c), lambda g, y, a, b, c: masked(g, ~c),
           jvps=(lambda t, y, a, b, c: masked(t, c), lambda t, y, a, b, c: masked(t, ~c)))  # fmt: skip

CLAMP = Op("ClampBackward1", None, lambda g, y, a, low, high: masked(g, (a >= low) & (a <= high)), keep="x")


def clamp(input: Tensor, min: Any = None, max: Any = None) -> Tensor:
    """a limited to [min, max], numbers or tensors: d = da inside and at the bounds, 0 outside; torch.clamp.

    Outside, the cotangent goes to the bound, if that is a tensor.
    """
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    if isinstance(min, Tensor) or isinstance(max, Tensor):
        for name, bound in (("min", min), ("max", max)):
            if bound is not None and not isinstance(bound, Tensor):
                raise TypeError(f"clamp(): {name} must be a Tensor as the other bound is, not {type(bound).__name__}")
        return _clamp_between(input, min, max)
    x = input._data
    for bound in (min, max):
        if bound is not None and x.dtype.kind != "f":
            x = x.astype(dtypes.of_number(bound, x.dtype), copy=False)
    low, high = -np.inf if min is None else min, np.inf if max is None else max
    y = np.clip(x, None if min is None else constant(min, x), None if max is None else constant(max, x))
    return record(CLAMP, y, (input,), (x, low, high))


CLAMP_BETWEEN = Op(
    "ClampBackward0",
    None,
    lambda g, y, a, low, high: masked(g, (a >= low) & (a <= high)),
    lambda g, y, a, low, high: masked(g, (a < low) & (low < high)),
    lambda g, y, a, low, high: masked(g, (a > high) | (high < low)),
    keep="x",
)


def _clamp_between(input: Tensor, min: Any, max: Any) -> Tensor:
    """Bounds that are tensors broadcast, and receive the cotangent of the entries that they replace."""
    x = input._data
    d = x.dtype
    for b in (min, max):
        d = d if b is None else dtypes.promote(d, dtypes.result(x, b._data))
    ends = (-np.inf, np.inf) if d.kind == "f" else (np.iinfo(d).min, np.iinfo(d).max)
    bounds = [wrap(np.array(end, d)) if b is None else b for b, end in zip((min, max), ends, strict=True)]
    parts = [cast_to(p, d) for p in (input, *bounds)]
    arrays = [p._data for p in parts]
    y = np.minimum(np.maximum(arrays[0], arrays[1]), arrays[2])
    shapes = (y.ndim, *(a.shape if a.shape != y.shape else None for a in arrays))
    return record(CLAMP_BETWEEN, y, tuple(parts), tuple(arrays), shapes)


def masked_fill(input: Tensor, mask: Tensor, value: Any) -> Tensor:
    """value where mask, input elsewhere, which alone gets the cotangent; torch.masked_fill."""
    c, x = raw(mask), input._data
    if c.dtype.kind != "b":
        raise RuntimeError(f"masked_fill_ only supports boolean masks, but got mask with dtype {dtypes.word(c.dtype)}")
    if isinstance(value, Tensor):
        return where(mask, value, input)
    y = np.where(c, x.dtype.type(value), x)
    shapes = None if y.shape == x.shape else (y.ndim, x.shape)
    return record(MASKED_FILL, y, (input,), (None, c), shapes)


MASKED_FILL = Op("MaskedFillBackward0", None, lambda g, y, a, mask: masked(g, ~mask))
