"""Tensors from data, from formulas and from chance."""

from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.dtypes import as_numpy, known
from handgrad.record import wrap
from handgrad.tensor import Tensor

_generator = np.random.default_rng(0)


def _leaf(a: Any, requires_grad: bool) -> Tensor:
    t = wrap(a)
    if requires_grad:
        if a.dtype.kind != "f":
            from handgrad.errors import FLOATS_ONLY_NEW

            raise RuntimeError(FLOATS_ONLY_NEW)
        t.requires_grad_()
    return t


def _plain(data: Any) -> Any:
    """Nested lists may hold 0-d tensors."""
    if isinstance(data, Tensor):
        return data.item() if data.ndim == 0 else data.tolist()
    return [_plain(d) for d in data] if isinstance(data, list | tuple) else data


def tensor(data: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """A new leaf tensor with a copy of `data`: numbers, nested lists, numpy arrays; torch.tensor.

    Python floats become float32, ints int64, bools bool; numpy arrays keep their dtype. RuntimeError if integers
    are to require grad, ValueError for lists of uneven length.
    """
    _cpu_only(device)
    if isinstance(data, Tensor):
        a = np.array(data._data)
    elif isinstance(data, np.ndarray | np.generic):
        a = np.array(data)
    else:
        try:
            a = np.array(_plain(data))
        except ValueError:
            raise ValueError(_uneven(data)) from None
        if dtype is None and (a.dtype.kind == "f" or a.size == 0):  # asked for float64, a float keeps all its digits
            a = a.astype(dtypes.default())
        if a.dtype.kind in "OUSc":
            kind = type(np.array(data, dtype=object).ravel()[0]).__name__
            raise (TypeError(f"new(): invalid data type '{kind}'"))
    a = a.astype(as_numpy(dtype) if dtype is not None else known(a.dtype), copy=False)
    return _leaf(a, requires_grad)


def _uneven(data: Any) -> str:
    first = len(data[0]) if isinstance(data[0], list | tuple) else 0
    other = next((len(d) for d in data if isinstance(d, list | tuple) and len(d) != first), first)
    return f"expected sequence of length {first} at dim 1 (got {other})"


def _cpu_only(device: Any) -> None:
    if device is not None and str(device) != "cpu":
        raise AssertionError(
            f"Torch not compiled with CUDA enabled: handgrad knows the device 'cpu' only, got {device!r}"
        )


def as_tensor(data: Any, dtype: Any = None) -> Tensor:
    """A tensor that shares memory with `data` where it can; torch.as_tensor."""
    if isinstance(data, Tensor):
        from handgrad.record import cast_to

        return data if dtype is None else cast_to(data, as_numpy(dtype))
    if isinstance(data, np.ndarray) and dtype is None:
        return from_numpy(data)
    return tensor(data, dtype=dtype)


def from_numpy(ndarray: Any) -> Tensor:
    """A tensor that shares memory with the array; torch.from_numpy. TypeError if it is no array of a known dtype."""
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(ndarray).__name__})")
    known(ndarray.dtype)
    return wrap(ndarray)


def _size(size: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(size[0]) if len(size) == 1 and isinstance(size[0], tuple | list) else tuple(int(s) for s in size)


def _dtype(dtype: Any) -> Any:
    return dtypes.default() if dtype is None else as_numpy(dtype)


def zeros(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """All 0; torch.zeros."""
    return _leaf(np.zeros(_size(size), _dtype(dtype)), requires_grad)


def ones(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """All 1; torch.ones."""
    return _leaf(np.ones(_size(size), _dtype(dtype)), requires_grad)


def empty(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Memory as it is found; torch.empty."""
    return _leaf(np.empty(_size(size), _dtype(dtype)), requires_grad)


def full(size: Any, fill_value: Any, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """All equal to fill_value; torch.full."""
    d = as_numpy(dtype) if dtype is not None else dtypes.of_number(fill_value, dtypes.B1)
    return _leaf(np.full(tuple(size), fill_value, d), requires_grad)


def _like(t: Tensor, dtype: Any) -> Any:
    return t._data.dtype if dtype is None else as_numpy(dtype)


def zeros_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Zeros in the shape and dtype of another; torch.zeros_like."""
    return _leaf(np.zeros(input._data.shape, _like(input, dtype)), requires_grad)


def ones_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones in the shape and dtype of another; torch.ones_like."""
    return _leaf(np.ones(input._data.shape, _like(input, dtype)), requires_grad)


def empty_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Memory as it is found, in the shape and dtype of another; torch.empty_like."""
    return _leaf(np.empty(input._data.shape, _like(input, dtype)), requires_grad)


def full_like(input: Tensor, fill_value: Any, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """All equal to fill_value, in the shape and dtype of another; torch.full_like."""
    return _leaf(np.full(input._data.shape, fill_value, _like(input, dtype)), requires_grad)


def arange(start: Any, end: Any = None, step: Any = 1, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """start, start + step, … below end; int64 if all three are ints; torch.arange."""
    if end is None:
        start, end = 0, start
    whole = all(isinstance(v, int | np.integer) for v in (start, end, step))
    d = as_numpy(dtype) if dtype is not None else dtypes.I8 if whole else dtypes.default()
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    n = int(np.ceil((end - start) / step))
    return _leaf((start + step * np.arange(n)).astype(d), requires_grad)


def linspace(start: float, end: float, steps: int, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """`steps` evenly spaced numbers from start to end, both included; torch.linspace."""
    return _leaf(np.linspace(start, end, steps).astype(_dtype(dtype)), requires_grad)


def eye(n: int, m: int | None = None, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones on the diagonal; torch.eye."""
    return _leaf(np.eye(n, m, dtype=_dtype(dtype)), requires_grad)


def manual_seed(seed: int) -> None:
    """Start the random numbers afresh (numpy's generator: other numbers than torch's, as reproducible)."""
    global _generator
    _generator = np.random.default_rng(seed)


def generator() -> Any:
    """The numpy generator behind all random numbers of handgrad."""
    return _generator


def rand(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Uniform on [0, 1); torch.rand."""
    return _leaf(np.asarray(_generator.random(_size(size))).astype(_dtype(dtype)), requires_grad)


def randn(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Standard normal; torch.randn."""
    return _leaf(np.asarray(_generator.standard_normal(_size(size))).astype(_dtype(dtype)), requires_grad)


def randint(low: int, high: Any = None, size: Any = None, *, dtype: Any = None) -> Tensor:
    """Integers from low (0 if left out) to high − 1; torch.randint."""
    if size is None:
        low, high, size = 0, low, high
    return wrap(
        np.asarray(_generator.integers(low, high, tuple(size))).astype(dtypes.I8 if dtype is None else as_numpy(dtype))
    )


def randperm(n: int) -> Tensor:
    """0 to n − 1 in random order; torch.randperm."""
    return wrap(_generator.permutation(n))


def is_tensor(obj: Any) -> bool:
    """Whether obj is a Tensor; torch.is_tensor."""
    return isinstance(obj, Tensor)
