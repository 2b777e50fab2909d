"""What an answer does, in a form that two equal misconceptions share: numbers rounded, objects by their kind."""

import hashlib
import re
from typing import Any

import numpy as np

from .stand_ins import StandIn
from .values import kind_of

LONG = 1000  # entries
_NUMBER = re.compile(r"-?\d+\.\d+(?:[eE][-+]?\d+)?|-?\d+[eE][-+]?\d+")


def normal(value: Any) -> str:
    """A text that is equal for values that are equal up to rounding in the ninth digit."""
    if isinstance(value, StandIn):
        return "object"
    if isinstance(value, (bool, str, int, bytes)) or value is None:
        return f"{type(value).__name__}:{_shown(value)}"
    if isinstance(value, (float, complex)):
        return f"float:{_rounded(value)}"
    if isinstance(value, (list, tuple)):
        if value and set(map(type, value)) <= {int, str, bool}:
            return f"{type(value).__name__}:{_shown(value)}"
        return f"{type(value).__name__}({','.join(normal(v) for v in value)})"
    if isinstance(value, (set, frozenset)):
        return f"set({','.join(sorted(normal(v) for v in value))})"
    if isinstance(value, dict):
        return f"dict({','.join(f'{normal(k)}={normal(v)}' for k, v in value.items())})"
    if isinstance(value, (np.ndarray, np.generic)):
        return f"{value.dtype}{value.shape}({_array(np.asarray(value))})"
    if hasattr(value, "detach") and hasattr(value, "tolist"):
        flag = getattr(value, "requires_grad", False)
        return f"{type(value).__name__}{value.dtype}{tuple(value.shape)}{flag}({normal(value.detach().tolist())})"
    kind = kind_of(value)
    return f"{kind.name}{normal(kind.encode(value))}" if kind is not None else type(value).__name__


def _shown(value: Any) -> str:
    try:
        return repr(value)
    except ValueError:  # Python writes no integer of more than 4300 digits
        return hex(value) if isinstance(value, int) else ",".join(_shown(v) for v in value)


def normal_text(text: str) -> str:
    """A message with its numbers rounded to six digits and its white space evened out."""
    return " ".join(_NUMBER.sub(lambda m: f"{float(m[0]):.6g}", text).split())


def _array(value: "np.ndarray[Any, Any]") -> str:
    """The entries, floats to nine digits; of a long array a digest."""
    if value.dtype.kind not in "fc" or value.size < LONG:
        return ",".join(_rounded(v) for v in value.reshape(-1).tolist()) if value.size < LONG else _digest(value)
    parts = np.stack([value.real, value.imag]).astype(np.float64)
    with np.errstate(all="ignore"):
        size = 10.0 ** np.floor(np.log10(np.abs(parts)))
        digits = np.where(np.abs(parts) > 1e-12, np.round(parts / size, 8), 0.0)
    return _digest(np.stack([np.where(digits == 0, 0.0, size), digits]))


def _digest(value: "np.ndarray[Any, Any]") -> str:
    return hashlib.sha256(value.tobytes()).hexdigest()


def _rounded(number: Any) -> str:
    if isinstance(number, complex):
        return f"{number.real:.9g}{number.imag:+.9g}j"
    if not isinstance(number, float):
        return str(number)
    return f"{number + 0.0:.9g}" if abs(number) > 1e-12 or number != number else "0"
