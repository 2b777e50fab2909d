"""In-place forms: compute out of place, write the values into the old memory, take over the history."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad import dtypes, edits
from handgrad.hooks import tick
from handgrad.ops import arithmetic, choices, elementwise, index, powers
from handgrad.record import cast_to, constant, is_grad_enabled, raw, wrap
from handgrad.tensor import Tensor


def in_place(f: Callable[..., Tensor], ufunc: Any = None) -> Callable[..., Tensor]:
    """The `_` form of f: the same values written into the first argument's memory.

    With a ufunc, an unrecorded edit by an operand of the same dtype writes straight into the memory: what an
    optimizer does to every parameter at every step, in half the time.
    """

    def run(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        index.prepare(self)
        plain = ufunc is not None and len(args) == 1 and not kwargs  # alpha and rounding_mode are for the long way
        if plain and _direct(self, ufunc, args[0]):
            return self
        result = f(self, *args, **kwargs)
        if result._data.dtype is not self._data.dtype:
            result = _narrowed(result, self)
        return index.overwrite(self, result)

    run.__name__ = run.__qualname__ = f"{f.__name__}_"
    run.__doc__ = f"{f.__name__} in place; RuntimeError on a leaf that requires grad."
    return run


def _direct(self: Tensor, ufunc: Any, other: Any) -> bool:
    """Whether the edit could be done by the ufunc alone: nothing to record, one dtype, a shape that fits."""
    if not isinstance(other, Tensor) or (is_grad_enabled() and not (self._node is other._node is None)):
        return False
    a, b = self._array(), other._data
    if a.dtype is not b.dtype:
        return False
    try:
        ufunc(a, b, a)
    except (ValueError, TypeError):  # read-only, or shape or dtype do not fit: the long way says so in torch's words
        return False
    if edits.is_seen(self):
        edits.note(a, tick())
    return True


def _narrowed(result: Tensor, target: Tensor) -> Tensor:
    kinds = {"b": 0, "i": 1, "f": 2}
    if kinds[result._data.dtype.kind] > kinds[target._data.dtype.kind]:
        got, want = dtypes.kind(result._data.dtype), dtypes.kind(target._data.dtype)
        raise RuntimeError(f"result type {got} can't be cast to the desired output type {want}")
    return cast_to(result, target._data.dtype)


def _filled(self: Tensor, value: Any) -> Tensor:
    v = raw(value)
    return wrap(v if isinstance(value, Tensor) else constant(v, self._data).astype(self._data.dtype))


def fill_(self: Tensor, value: Any) -> Tensor:
    """Every entry becomes value; torch.Tensor.fill_."""
    index.prepare(self)
    return _forgotten(self, _filled(self, value))


def zero_(self: Tensor) -> Tensor:
    """Every entry becomes 0; torch.Tensor.zero_."""
    return fill_(self, 0)


def copy_(self: Tensor, src: Tensor) -> Tensor:
    """The values (and, if recorded, the history) of src in this tensor's memory; torch.Tensor.copy_."""
    index.prepare(self)
    result = cast_to(src, self._data.dtype)
    return index.overwrite(self, elementwise.add(result, 0) if result._node is not None else result)


def _forgotten(self: Tensor, result: Tensor) -> Tensor:
    """Overwritten by a constant: what stood here before gets no gradient any more."""
    if self._node is None or self._node.op is None:
        return index.overwrite(self, result)
    return index.overwrite(self, self * 0 + result)


_UFUNCS = {
    arithmetic.add: np.add,
    arithmetic.sub: np.subtract,
    elementwise.mul: np.multiply,
    arithmetic.div: np.divide,
}
FORMS = {f"{f.__name__}_": in_place(f, ufunc) for f, ufunc in _UFUNCS.items()}
FORMS |= {
    f"{f.__name__}_": in_place(f)
    for f in (powers.pow, elementwise.neg, elementwise.exp, elementwise.log, elementwise.sqrt, elementwise.square,
              elementwise.abs, elementwise.tanh, elementwise.sigmoid, elementwise.relu, choices.clamp,
              choices.masked_fill, elementwise.sin, elementwise.cos, elementwise.reciprocal, elementwise.floor,
              elementwise.ceil, elementwise.round)
}  # fmt: skip
FORMS |= {"fill_": fill_, "zero_": zero_, "copy_": copy_}
