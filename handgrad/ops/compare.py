"""Are two tensors the same? Answers as Python bools (allclose, equal) or as a bool tensor (isclose)."""

from typing import Any

import numpy as np

from handgrad.record import wrap
from handgrad.tensor import Tensor


def _pair(input: Any, other: Any, name: str) -> tuple[Any, Any]:
    for k, t in enumerate((input, other)):
        if not isinstance(t, Tensor):
            which = f"argument '{('input', 'other')[k]}' (position {k + 1})"
            raise TypeError(f"{name}(): {which} must be Tensor, not {type(t).__name__}")
    return input._data, other._data


def isclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Tensor:
    """Entry by entry |a − b| ≤ atol + rtol |b|; torch.isclose. RuntimeError if the dtypes differ."""
    a, b = _pair(input, other, "isclose")
    if a.dtype != b.dtype:
        names = {"float32": "Float", "float64": "Double", "int64": "Long", "int32": "Int", "bool": "Bool"}
        raise RuntimeError(f"{names[str(a.dtype)]} did not match {names[str(b.dtype)]}")
    return wrap(np.asarray(np.isclose(a, b, rtol, atol, equal_nan)))


def allclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    """Whether all entries are close; a Python bool, as in torch.allclose."""
    return bool(np.all(isclose(input, other, rtol, atol, equal_nan)._data))


def equal(input: Tensor, other: Tensor) -> bool:
    """Whether shape and all entries are the same; a Python bool, as in torch.equal."""
    a, b = _pair(input, other, "equal")
    return bool(a.shape == b.shape and np.array_equal(a, b))


def shown(name: str, fields: Any) -> str:
    """repr of a named tuple of tensors, as torch's return types print."""
    lines = ",\n".join(f"{k}={v!r}" for k, v in fields._asdict().items())
    return f"torch.return_types.{name}(\n{lines})"
