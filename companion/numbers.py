"""Numbers and arrays as short text, the same on every machine."""

from typing import Any

import numpy as np

ONE_LINE = 8  # entries of an array that are still written out


def entries(tensor: Any) -> np.ndarray:
    """Return what a tensor of either library holds, torch's sparse ones and those of bfloat16 too."""
    tensor = tensor.detach()
    if hasattr(tensor, "to_dense"):
        tensor = tensor.to_dense().cpu()
        tensor = tensor.float() if tensor.dtype.is_floating_point and tensor.dtype.itemsize < 4 else tensor
    return np.asarray(tensor.numpy())


def readable(caller: str, name: str, given: Any) -> np.ndarray:
    """Return real numbers, however they are given, as an array on the same memory where that can be; else TypeError."""
    try:
        array = np.asarray(given.detach().numpy() if hasattr(given, "detach") else given)
    except (TypeError, ValueError, RuntimeError) as error:
        said = " ".join(str(error).split())
        raise TypeError(
            f"{caller} draws tensors of real numbers; {name} is not one that numpy can read: {said}"
        ) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{caller} draws tensors of real numbers; {name} is of {array.dtype}")
    return array


def number(value: float, digits: int = 4) -> str:
    """Return a number as one would write it: 28, 0.7071, -2.5, 1e-08, inf. Whole numbers keep all their digits."""
    value = float(f"{value:.12g}")  # rounding errors differ between machines; they shall not tip a last digit
    if np.isfinite(value) and value == round(value) and abs(value) < 1e9:
        return str(int(value))
    return f"{value:.{digits}g}"


def array(values: object, digits: int = 4, most: int = ONE_LINE) -> str:
    """Return an array in one line, [1, 2, 3] or [[1, 2], [3, 4]]; of more than `most` entries the first and the shape.

    Entries below 1e-12 of the largest are rounding and are written as 0.
    """
    x = np.asarray(values, dtype=float)
    if x.ndim == 0:
        return number(float(x), digits)
    if x.size > most:
        first = ", ".join(number(v, digits) for v in _rounded(x).ravel()[:3])
        return f"{'[' * x.ndim}{first}, …{']' * x.ndim} {x.shape}"
    return _nested(_rounded(x), digits)


def brief(values: object, most: int = 4) -> str:
    """Return an array for a narrow box: up to `most` entries in full, else [0.25, …]; minus signs are real ones."""
    x = np.asarray(values, dtype=float)
    return minus(array(x, most=most) if x.size <= most else f"[{number(_rounded(x).flat[0])}, …]")


def minus(text: str) -> str:
    """Return the text with true minus signs."""
    return text.replace("-", "−")


def _rounded(x: np.ndarray) -> np.ndarray:
    finite = np.abs(x[np.isfinite(x)])
    return np.where(np.abs(x) < 1e-12 * finite.max(initial=0.0), 0.0, x)


def _nested(x: np.ndarray, digits: int) -> str:
    if x.ndim == 0:
        return number(float(x), digits)
    return "[" + ", ".join(_nested(part, digits) for part in x) + "]"
