"""Comparisons, logic and bits: answers without gradient."""

import operator
from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.record import raw, size_mismatch, wrap
from handgrad.tensor import Tensor


def _common(input: Any, other: Any) -> tuple[Any, Any]:
    """Both as arrays of torch's common dtype, so that tensor([0.1]) equals 0.1 in float64 as it does in torch."""
    a, b = raw(input), raw(other)
    if isinstance(input, Tensor) and isinstance(other, Tensor) and a.dtype is not b.dtype:
        d = dtypes.result(a, b)
        return a.astype(d, copy=False), b.astype(d, copy=False)
    return a, b


def _pairwise(name: str, f: Any, doc: str) -> Any:
    """The public function of an operation on pairs that has no gradient."""

    def run(input: Any, other: Any) -> Tensor:
        a, b = _common(input, other)
        try:
            return wrap(np.asarray(f(a, b)))
        except ValueError as e:
            raise RuntimeError(size_mismatch(np.shape(a), np.shape(b)) or str(e)) from None

    run.__name__ = run.__qualname__ = name
    run.__doc__ = f"{doc}; torch.{name}."
    return run


def _test(name: str, f: Any, doc: str) -> Any:
    """The public function of a question about each entry."""

    def run(input: Tensor) -> Tensor:
        return wrap(np.asarray(f(input._data)))

    run.__name__ = run.__qualname__ = name
    run.__doc__ = f"{doc}; torch.{name}."
    return run


eq, ne, lt, le, gt, ge = (
    _pairwise(name, getattr(operator, name), f"Whether a {sign} b, entry by entry")
    for name, sign in zip(("eq", "ne", "lt", "le", "gt", "ge"), "=≠<≤>≥", strict=True)
)
isnan = _test("isnan", np.isnan, "Which entries are nan")
isinf = _test("isinf", np.isinf, "Which entries are infinite")
isfinite = _test("isfinite", np.isfinite, "Which entries are neither infinite nor nan")
logical_not = _test("logical_not", np.logical_not, "Which entries are 0")
logical_and, logical_or, logical_xor = (
    _pairwise(f"logical_{word}", getattr(np, f"logical_{word}"), f"a {word} b, entry by entry, numbers as bools")
    for word in ("and", "or", "xor")
)


def _bitwise(word: str) -> Any:
    """The public function behind &, | or ^: TypeError for floats, as they have no bits to speak of."""
    f = getattr(np, f"bitwise_{word}")

    def on_bits(a: Any, b: Any) -> Any:
        for x in (a, b):
            if np.asarray(x).dtype.kind == "f":
                raise NotImplementedError(f"\"bitwise_{word}_cpu\" not implemented for '{dtypes.kind(x.dtype)}'")
        return f(a, b)

    return _pairwise(f"bitwise_{word}", on_bits, f"a {word} b, bit by bit, for integers and bools")


bitwise_and, bitwise_or, bitwise_xor = map(_bitwise, ("and", "or", "xor"))


def bitwise_not(input: Tensor) -> Tensor:
    """Every bit turned over; for bools, not; torch.bitwise_not. TypeError for floats."""
    if input._data.dtype.kind == "f":
        raise TypeError("~ (operator.invert) is only implemented on integer and Boolean-type tensors")
    return wrap(np.invert(input._data))
