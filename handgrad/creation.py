"""Tensors from data, from formulas and from chance."""

from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.dtypes import as_numpy, known
from handgrad.record import raw, wrap
from handgrad.tensor import Tensor

_generator: Any = None  # made on first use: numpy.random is a fifth of the time that importing handgrad takes


def _leaf(a: Any, requires_grad: bool, device: Any = None) -> Tensor:
    _cpu_only(device)
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
    want = None if dtype is None else as_numpy(dtype)
    if isinstance(data, Tensor | np.ndarray | np.generic):
        a = np.array(raw(data))
        return _leaf(a.astype(want if want is not None else known(a.dtype), copy=False), requires_grad)
    try:
        a = np.array(_plain(data))
    except ValueError:
        raise _uneven(data) from None
    if a.dtype.kind in "OUSc":
        raise _not_numbers(data)
    if want is None and (a.size == 0 or (a.dtype.kind == "f" and not _holds_numpy(data))):
        want = dtypes.default()  # asked for float64, a Python float keeps all its digits
    return _leaf(_fitted(a, want if want is not None else known(a.dtype)), requires_grad)


def _holds_numpy(data: Any) -> bool:
    """Whether numpy numbers or arrays are among nested lists: they keep their own precision."""
    if isinstance(data, list | tuple):
        return any(_holds_numpy(d) for d in data)
    return isinstance(data, np.ndarray | np.generic)


def _fitted(a: Any, d: Any) -> Any:
    """Python's numbers in dtype d; RuntimeError where an integer dtype cannot hold them."""
    if a.dtype is d:
        return a
    if d.kind == "i" and a.size and a.dtype.kind in "if":
        low, high = np.iinfo(d).min, np.iinfo(d).max
        if not ((a >= low) & (a <= high)).all():
            raise RuntimeError(f"value cannot be converted to type {d.name.removesuffix('64')} without overflow")
    return a.astype(d, copy=False)


def _first(data: Any) -> Any:
    """The first entry of nested lists that is no number, or None."""
    if isinstance(data, list | tuple):
        return next((bad for d in data if (bad := _first(d)) is not None), None)
    return None if isinstance(data, int | float | np.generic) else (data,)


def _not_numbers(data: Any) -> Exception:
    """torch's error for what no tensor can be made of."""
    (bad,) = _first(data) or (data,)
    if isinstance(bad, str):
        nested = isinstance(data, list | tuple)
        return ValueError("too many dimensions 'str'") if nested else TypeError("new(): invalid data type 'str'")
    return RuntimeError(f"Could not infer dtype of {type(bad).__name__}")


def _uneven(data: Any) -> Exception:
    """torch's error for lists of lists that are no rectangle."""
    if not all(isinstance(d, list | tuple) for d in data):
        if isinstance(data[0], list | tuple):
            return TypeError("not a sequence")
        kind = type(next(d for d in data if isinstance(d, list | tuple))).__name__
        wanted = f"'{kind}' object cannot be interpreted as an integer"
        return TypeError(wanted if isinstance(data[0], int) else f"must be real number, not {kind}")
    first = len(data[0])
    other = next((len(d) for d in data if len(d) != first), None)
    if other is None:
        return next(e for d in data if (e := _try(d)) is not None)
    return ValueError(f"expected sequence of length {first} at dim 1 (got {other})")


def _try(data: Any) -> Exception | None:
    try:
        np.array(data)
    except ValueError:
        return _uneven(data)
    return None


def _cpu_only(device: Any) -> None:
    if device is not None and str(device) != "cpu":
        raise AssertionError(
            "Torch not compiled with CUDA enabled"
        )  # torch's words; other devices are not known either


def as_tensor(data: Any, dtype: Any = None, device: Any = None) -> Tensor:
    """A tensor that shares memory with `data` where it can; torch.as_tensor."""
    _cpu_only(device)
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


def _size(name: str, size: Any) -> tuple[int, ...]:
    """(2, 3) and ((2, 3),) mean the same; torch's errors for what is no size."""
    nested = len(size) == 1 and isinstance(size[0], tuple | list)
    size = tuple(size[0]) if nested else size
    for k, s in enumerate(size):
        if not isinstance(s, int | np.integer) and not hasattr(s, "__index__"):
            got = (
                f"but found element of type {type(s).__name__} at pos {k}" if nested or k else f"not {type(s).__name__}"
            )
            raise TypeError(f"{name}(): argument 'size' (position 1) must be tuple of ints, {got}")
        if s < 0:
            whole = [int(n) for n in size]
            raise RuntimeError(
                "zeros: Dimension size must be non-negative."
                if name == "zeros"
                else f"Trying to create tensor with negative dimension {int(s)}: {whole}"
            )
    return tuple(int(s) for s in size)


def _dtype(dtype: Any) -> Any:
    return dtypes.default() if dtype is None else as_numpy(dtype)


def zeros(*size: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All 0; torch.zeros."""
    return _leaf(np.zeros(_size("zeros", size), _dtype(dtype)), requires_grad, device)


def ones(*size: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All 1; torch.ones."""
    return _leaf(np.ones(_size("ones", size), _dtype(dtype)), requires_grad, device)


def empty(*size: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """Memory as it is found; torch.empty."""
    return _leaf(np.empty(_size("empty", size), _dtype(dtype)), requires_grad, device)


def full(size: Any, fill_value: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All equal to fill_value; torch.full."""
    d = as_numpy(dtype) if dtype is not None else dtypes.of_number(fill_value, dtypes.B1)
    return _leaf(np.full(_size("full", (size,)), fill_value, d), requires_grad, device)


def _like(t: Tensor, dtype: Any) -> Any:
    return t._data.dtype if dtype is None else as_numpy(dtype)


def zeros_like(input: Tensor, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """Zeros in the shape and dtype of another; torch.zeros_like."""
    return _leaf(np.zeros(input._data.shape, _like(input, dtype)), requires_grad, device)


def ones_like(input: Tensor, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones in the shape and dtype of another; torch.ones_like."""
    return _leaf(np.ones(input._data.shape, _like(input, dtype)), requires_grad, device)


def empty_like(input: Tensor, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """Memory as it is found, in the shape and dtype of another; torch.empty_like."""
    return _leaf(np.empty(input._data.shape, _like(input, dtype)), requires_grad, device)


def full_like(
    input: Tensor, fill_value: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """All equal to fill_value, in the shape and dtype of another; torch.full_like."""
    return _leaf(np.full(input._data.shape, fill_value, _like(input, dtype)), requires_grad, device)


def arange(
    start: Any, end: Any = None, step: Any = 1, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
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
    return _leaf((start + step * np.arange(n)).astype(d), requires_grad, device)


def linspace(
    start: float, end: float, steps: int, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """`steps` evenly spaced numbers from start to end, both included; torch.linspace."""
    start, end = (v.item() if isinstance(v, Tensor) else v for v in (start, end))
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    return _leaf(np.linspace(start, end, steps).astype(_dtype(dtype)), requires_grad, device)


def eye(n: int, m: int | None = None, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones on the diagonal; torch.eye."""
    if n < 0 or (m is not None and m < 0):
        raise RuntimeError(f"{'n' if n < 0 else 'm'} must be greater or equal to 0, got {n if n < 0 else m}")
    return _leaf(np.eye(n, m, dtype=_dtype(dtype)), requires_grad, device)


def manual_seed(seed: int) -> None:
    """Start the random numbers afresh (numpy's generator: other numbers than torch's, as reproducible)."""
    global _generator
    _generator = np.random.default_rng(seed)


def generator() -> Any:
    """The numpy generator behind all random numbers of handgrad."""
    global _generator
    if _generator is None:
        _generator = np.random.default_rng(0)
    return _generator


def rand(*size: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """Uniform on [0, 1); torch.rand."""
    return _leaf(np.asarray(generator().random(_size("rand", size))).astype(_dtype(dtype)), requires_grad, device)


def randn(*size: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """Standard normal; torch.randn."""
    return _leaf(
        np.asarray(generator().standard_normal(_size("randn", size))).astype(_dtype(dtype)), requires_grad, device
    )


def randint(low: int, high: Any = None, size: Any = None, *, dtype: Any = None, device: Any = None) -> Tensor:
    """Integers from low (0 if left out) to high − 1; torch.randint."""
    if size is None:
        low, high, size = 0, low, high
    if low >= high:
        raise RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}")
    d = dtypes.I8 if dtype is None else as_numpy(dtype)
    return _leaf(np.asarray(generator().integers(low, high, _size("randint", (size,)))).astype(d), False, device)


def randperm(n: int, *, device: Any = None) -> Tensor:
    """0 to n − 1 in random order; torch.randperm."""
    return _leaf(generator().permutation(n), False, device)


def is_tensor(obj: Any) -> bool:
    """Whether obj is a Tensor; torch.is_tensor."""
    return isinstance(obj, Tensor)
