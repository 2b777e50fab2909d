"""Sums and quotients with torch's options: alpha, rounding_mode, decimals; and division with a remainder."""

from typing import Any, NoReturn

import numpy as np

from handgrad import dtypes
from handgrad.ops import elementwise as e
from handgrad.ops.elementwise import nothing
from handgrad.record import binary, record
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _times(other: Any, alpha: Any, beside: Any) -> Any:
    """alpha other; RuntimeError where a float alpha would make floats of integers."""
    if alpha == 1:
        return other
    floats = [t for t in (other, beside) if isinstance(t, float) or (isinstance(t, Tensor) and t.is_floating_point())]
    if isinstance(alpha, float) and not floats:
        raise RuntimeError("For integral input tensors, argument alpha must not be a floating point number.")
    return e.mul(other, alpha) if isinstance(other, Tensor) else other * alpha


def add(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """a + alpha b: d = da + alpha db. Shapes broadcast; torch.add."""
    return e.add(input, _times(other, alpha, input))


def sub(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """a − alpha b: d = da − alpha db. Shapes broadcast; torch.sub."""
    return e.sub(input, _times(other, alpha, input))


def rsub(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """other − alpha input; torch.rsub."""
    return e.rsub(_times(input, alpha, other), other)


# --- quotients without their fraction
def _whole(name: str, a: Any, b: Any) -> None:
    """Raise torch's errors for bools, and for integers divided by 0."""
    if a.dtype.kind == "b":
        raise NotImplementedError(f"\"{name}\" not implemented for 'Bool'")
    if a.dtype.kind == "i" and not np.all(b):
        raise RuntimeError("ZeroDivisionError")


def _floor(a: Any, b: Any) -> Any:
    _whole("div_floor_cpu", a, b)
    return np.floor_divide(a, b)


def _trunc(a: Any, b: Any) -> Any:
    _whole("div_trunc_cpu", a, b)
    return np.trunc(a / b) if a.dtype.kind == "f" else np.abs(a) // np.abs(b) * (np.sign(a) * np.sign(b))


def _modulo(a: Any, b: Any) -> Any:
    _whole("remainder_cpu", a, b)
    return np.remainder(a, b)


def _no_rule(name: str) -> Any:
    def refuse(*_: Any) -> NoReturn:
        raise RuntimeError(f"derivative for aten::{name} is not implemented")

    return refuse


_flat = lambda g, y, a, b: nothing(g)
DIV_FLOOR = Op("DivBackward2", _floor, _flat, _flat, doc="⌊a / b⌋: derivative 0; torch.div, rounding_mode='floor'.")
DIV_TRUNC = Op("DivBackward2", _trunc, _flat, _flat, doc="a / b towards 0: derivative 0; rounding_mode='trunc'.")
FLOOR_DIVIDE = Op("NotImplemented", _floor, _no_rule("floor_divide"), _no_rule("floor_divide"),
                  doc="⌊a / b⌋; torch.floor_divide, which has no derivative: backward raises.")  # fmt: skip
_remainder_rules = (lambda g, y, a, b: g, lambda g, y, a, b: -g * DIV_FLOOR(a, b))
REMAINDER = Op("RemainderBackward1", _modulo, *_remainder_rules, keep="x", fresh=False,
               doc="a − b ⌊a / b⌋: d = da − ⌊a / b⌋ db; torch.remainder.")  # fmt: skip
REMAINDER_BY_NUMBER = Op("RemainderBackward0", _modulo, *_remainder_rules, keep="x", fresh=False)
REMAINDER_OF_NUMBER = Op("NotImplemented", _modulo, _no_rule("remainder"), _no_rule("remainder"))
div_floor, div_trunc, floor_divide = binary(DIV_FLOOR), binary(DIV_TRUNC), binary(FLOOR_DIVIDE)
floor_divide.__name__ = floor_divide.__qualname__ = "floor_divide"
_by_tensor, _by_number, _of_number = map(binary, (REMAINDER, REMAINDER_BY_NUMBER, REMAINDER_OF_NUMBER))


def div(input: Tensor, other: Any, *, rounding_mode: str | None = None) -> Tensor:
    """a / b: d = da / b − (a / b) db / b. Shapes broadcast; torch.div.

    With rounding_mode 'floor' or 'trunc' a whole number, derivative 0; RuntimeError for an integer divided by 0.
    """
    if rounding_mode is None:
        return e.div(input, other)
    if rounding_mode not in ("floor", "trunc"):
        raise RuntimeError(
            f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{rounding_mode}'"
        )
    return (div_floor if rounding_mode == "floor" else div_trunc)(input, other)


def remainder(input: Any, other: Any) -> Tensor:
    """a − b ⌊a / b⌋, of the sign of b: d = da − ⌊a / b⌋ db; torch.remainder. As torch, no derivative of number % b."""
    if not isinstance(other, Tensor):
        return _by_number(input, other)
    return _by_tensor(input, other) if isinstance(input, Tensor) else _of_number(input, other)


ROUND_AT = Op("RoundBackward1", None, lambda g, y, a: nothing(g))


def round(input: Tensor, *, decimals: int = 0) -> Tensor:
    """a rounded to that many decimals, halves to even: derivative 0; torch.round."""
    if decimals == 0 or not isinstance(input, Tensor):
        return e.round(input)
    x = input._data
    if x.dtype.kind != "f":
        raise NotImplementedError(f"\"round_cpu\" not implemented for '{dtypes.kind(x.dtype)}'")
    ten = x.dtype.type(10.0 ** abs(decimals))
    y = np.rint(x * ten) / ten if decimals > 0 else np.rint(x / ten) * ten
    return record(ROUND_AT, y, (input,), (None,))
