"""The dtypes and torch's rules of promotion, on top of numpy's dtypes."""

from typing import Any

import numpy as np


class dtype:
    """A dtype as torch shows it; `numpy` is the numpy dtype behind it."""

    __slots__ = ("is_floating_point", "itemsize", "name", "numpy")
    is_complex = False

    def __init__(self, name: str, numpy: Any) -> None:
        self.name, self.numpy = name, np.dtype(numpy)
        self.is_floating_point = self.numpy.kind == "f"
        self.itemsize = self.numpy.itemsize

    def __repr__(self) -> str:
        return f"torch.{self.name}"  # torch's own words, so that one cell prints the same for both

    def __reduce__(self) -> str:
        return self.name if self.name != "bool" else "bool_"


float32 = dtype("float32", np.float32)
float64 = double = dtype("float64", np.float64)
int64 = long = dtype("int64", np.int64)
int32 = dtype("int32", np.int32)
bool_ = dtype("bool", np.bool_)

F4, F8, I8, I4, B1 = (d.numpy for d in (float32, float64, int64, int32, bool_))
OF_NUMPY = {d.numpy: d for d in (float32, float64, int64, int32, bool_)}
_RANK = {"b": 0, "i": 1, "f": 2}
_default = F4


def set_default_dtype(d: dtype) -> None:
    """The dtype of tensors made from Python floats: float32 or float64 (TypeError otherwise), as in torch."""
    global _default
    if not isinstance(d, dtype) or not d.is_floating_point:
        raise TypeError("only floating-point types are supported as the default type")
    _default = d.numpy


def get_default_dtype() -> dtype:
    return OF_NUMPY[_default]


def default() -> Any:
    """The numpy dtype of get_default_dtype()."""
    return _default


def as_numpy(d: Any) -> Any:
    """The numpy dtype of a handgrad dtype, or of Python's float, int, bool; TypeError for anything else."""
    if isinstance(d, dtype):
        return d.numpy
    python = {float: F8, int: I8, bool: B1}
    if d in python:
        return python[d]
    raise TypeError(
        f"dtype must be one of float32, float64, int64, int32, bool of handgrad, got {d!r} ({type(d).__name__})"
    )


def of(array: Any) -> dtype:
    """The handgrad dtype of a numpy array."""
    return OF_NUMPY[array.dtype]


def known(d: Any) -> Any:
    """The same numpy dtype in this machine's byte order; TypeError if handgrad has no such dtype."""
    for mine in OF_NUMPY:
        if mine == d:
            return mine
    raise TypeError(
        f"handgrad has no dtype for numpy's {d}; it has float32, float64, int64, int32 and bool: "
        "convert the array first, for example with a.astype('float32')"
    )


def promote(a: Any, b: Any) -> Any:
    """torch.promote_types on numpy dtypes: any float beats any int (int64 and float32 make float32)."""
    if a is b:
        return a
    if a.kind == b.kind:
        return a if a.itemsize >= b.itemsize else b
    return a if _RANK[a.kind] > _RANK[b.kind] else b


def result(x: Any, z: Any) -> Any:
    """torch.result_type of two arrays: a 0-d tensor decides the kind (bool, int, float) but not the width."""
    if (x.ndim == 0) == (z.ndim == 0):
        return promote(x.dtype, z.dtype)
    big, small = (x, z) if z.ndim == 0 else (z, x)
    return small.dtype if _RANK[small.dtype.kind] > _RANK[big.dtype.kind] else big.dtype


def of_number(c: Any, other: Any) -> Any:
    """The dtype of a Python number beside a tensor of dtype `other`: it decides the kind, never the width."""
    kind = "b" if isinstance(c, (bool, np.bool_)) else "i" if isinstance(c, (int, np.integer)) else "f"
    if _RANK[kind] <= _RANK[other.kind]:
        return other
    return _default if kind == "f" else I8


def kind(d: Any) -> str:
    """torch's C++ name of a numpy dtype: Float, Long, …"""
    return {F4: "Float", F8: "Double", I8: "Long", I4: "Int", B1: "Bool"}[d]


def word(d: Any) -> str:
    """The name of the C++ type behind a numpy dtype, which some of torch's messages use."""
    return {F4: "float", F8: "double", I8: "long int", I4: "int", B1: "bool"}[d]
