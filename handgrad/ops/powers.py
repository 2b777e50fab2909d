"""a ** b, for numbers and tensors on either side."""

from typing import Any

import numpy as np

from handgrad import dtypes, errors
from handgrad.ops.elementwise import LOG, _refuse_bools, masked, nothing, square
from handgrad.record import binary, record
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _raised(a: Any, c: Any) -> Any:
    """a ** c for a number c; −½ is 1/√a, as torch computes it."""
    return 1 / np.sqrt(a) if c == -0.5 and not isinstance(a, Tensor) else a**c


POW = Op("PowBackward0", None, lambda g, y, a, c: g * (_raised(a, c - 1) * c) if c != 0 else nothing(g), keep="x")
POW_TENSOR: Op = Op("PowBackward1", np.power,
                lambda g, y, a, b: masked(g * (b * POW_TENSOR(a, b - 1)), b != 0),
                lambda g, y, a, b: masked(g * (y * LOG(a)), ~((a == 0) & (b >= 0))), keep="xy")  # fmt: skip
POW_OF_NUMBER = Op("PowBackward2", None, lambda g, y, b, base: _of_number_rule(g, y, b, base), keep="xy")
_pow_tensors = binary(POW_TENSOR)


def _of_number_rule(g: Any, y: Any, b: Any, base: float) -> Any:
    """d base ** b = base ** b ln(base) db, and 0 for 0 ** b where b is not negative."""
    with np.errstate(divide="ignore", invalid="ignore"):
        out = g * (y * float(np.log(np.float64(base))))
    return masked(out, ~(b >= 0)) if base == 0 else out


def pow(input: Any, exponent: Any) -> Tensor:
    """a ** b. d(a ** b) = b a^(b−1) da + a^b ln(a) db, 0 where b is 0; either may be a number; torch.pow.

    RuntimeError for an integer tensor to a negative integer power.
    """
    if isinstance(exponent, Tensor):
        if isinstance(input, Tensor):
            _refuse_bools("pow", input._data, exponent._data)
            return _pow_tensors(input, exponent)
        return _number_to_the(input, exponent)
    x, c = input._data, exponent.item() if isinstance(exponent, np.generic) else exponent
    if x.dtype.kind != "f":
        if isinstance(c, int) and c < 0 and x.dtype.kind == "i":
            raise RuntimeError(errors.NEGATIVE_INTEGER_POWER)
        x = x.astype(dtypes.of_number(c, x.dtype))
        _refuse_bools("pow", x)
    if c == 2 and input._node is not None:
        return square(input)
    return record(POW, _raised(x, c), (input,), (x, c))


def _number_to_the(base: Any, exponent: Tensor) -> Tensor:
    b = exponent._data
    if b.dtype.kind != "f":
        b = b.astype(dtypes.of_number(base, b.dtype))
        _refuse_bools("pow", b)
    return record(POW_OF_NUMBER, b.dtype.type(base) ** b, (exponent,), (b, base))
