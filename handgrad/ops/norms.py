"""Norms. At 0, where a norm has no derivative, the gradient is 0, as in torch."""

import math
from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.axes import axes, axis
from handgrad.ops.elementwise import ABS, SIGN, abs, masked, nothing
from handgrad.ops.extremes import amax, amin
from handgrad.ops.factor import svdvals
from handgrad.ops.reduce import _kept, _push_sum, sum, unsum
from handgrad.record import cast_to, record
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _unit(y: Any, a: Any, p: float, dims: Any, keepdim: bool) -> Any:
    """∂‖a‖/∂a: a/‖a‖ for p = 2, sign(a) for p = 1, sign(a) (|a|/‖a‖)^(p−1) in general, 0 where the norm is."""
    if p == 1:
        return SIGN(a)
    full = unsum(_kept(y, tuple(a.shape), dims, keepdim), tuple(a.shape), dims, True)
    if p == 2:
        return masked(a / full, ~(full == 0))
    return masked(SIGN(a) * (ABS(a) / full) ** (p - 1), ~(a == 0))


def _norm_rule(g: Any, y: Any, a: Any, p: float, dims: Any, keepdim: bool) -> Any:
    return unsum(g, tuple(a.shape), dims, keepdim) * _unit(y, a, p, dims, keepdim)


def _norm_push(t: Any, y: Any, a: Any, p: float, dims: Any, keepdim: bool) -> Any:
    over = tuple(range(-a.ndim, 0)) if dims is None else dims
    return (
        (t * _unit(y, a, p, dims, keepdim)).sum(axis=over, keepdims=keepdim)
        if a.ndim
        else t * _unit(y, a, p, dims, keepdim)
    )


VECTOR_NORM = Op("LinalgVectorNormBackward0", None, _norm_rule, keep="xy", jvps=(_norm_push,))


COUNT = Op("LinalgVectorNormBackward0", None,
           lambda g, y, a, shape, dims, keepdim: unsum(nothing(g), shape, dims, keepdim), fresh=False,
           jvps=(lambda t, y, a, shape, dims, keepdim: _push_sum(nothing(t), y, a, shape, dims, keepdim),))  # fmt: skip


def _floats(x: Tensor, name: str) -> Tensor:
    if x._data.dtype.kind != "f":
        kind = {"int64": "Long", "int32": "Int", "bool": "Bool"}[str(x._data.dtype)]
        raise RuntimeError(f"{name}: Expected a floating point or complex tensor as input. Got {kind}")
    return x


def vector_norm(x: Tensor, ord: float = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """(Σ |a|^p)^(1/p) over dim; inf and −inf: largest and smallest |a|, 0: a count; torch.linalg.vector_norm."""
    x = _floats(x if dtype is None else cast_to(x, dtypes.as_numpy(dtype)), "linalg.vector_norm")
    if math.isinf(ord):
        return (amax if ord > 0 else amin)(abs(x), dim, keepdim)
    a, dims = x._data, axes(dim, x.ndim)
    if ord == 0:
        count = np.asarray(np.sum(a != 0, dims, keepdims=keepdim), a.dtype)
        return record(COUNT, count, (x,), (None, a.shape, dims, keepdim))
    powers = np.abs(a) if ord == 1 else np.square(a) if ord == 2 else np.abs(a) ** ord
    total = powers.sum(dims, keepdims=keepdim)
    y = total if ord == 1 else np.sqrt(total) if ord == 2 else total ** (1 / ord)
    return record(VECTOR_NORM, y, (x,), (a, float(ord), dims, keepdim))


def matrix_norm(A: Tensor, ord: Any = "fro", dim: Any = (-2, -1), keepdim: bool = False) -> Tensor:
    """Norms of matrices: "fro", "nuc", ±2 (singular values), ±1 (columns), ±inf (rows); torch.linalg.matrix_norm."""
    rows, columns = dim
    if ord == "fro":
        return vector_norm(A, 2, dim, keepdim)
    if ord in ("nuc", 2, -2):
        s = svdvals(A.movedim((rows, columns), (-2, -1)))
        y = sum(s, -1) if ord == "nuc" else amax(s, -1) if ord == 2 else amin(s, -1)
        first, last = sorted(axis(d, A.ndim) + A.ndim for d in dim)
        return y.unsqueeze(first).unsqueeze(last) if keepdim else y
    if ord not in (1, -1, math.inf, -math.inf):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")
    first, then = (rows, columns) if ord in (1, -1) else (columns, rows)
    y = (amax if ord > 0 else amin)(sum(abs(A), first, True), then, True)
    return y if keepdim else y.squeeze((rows, columns))


def norm(A: Tensor, ord: Any = None, dim: Any = None, keepdim: bool = False) -> Tensor:
    """The vector norm of all entries or along one dim, a matrix norm for two dims or a named ord; torch.linalg.norm."""
    pair = isinstance(dim, tuple | list) and len(dim) == 2
    if ord is None or (dim is not None and not pair) or (dim is None and A.ndim == 1):
        return vector_norm(A, 2 if ord is None else ord, dim, keepdim)
    return matrix_norm(A, ord, dim if pair else (-2, -1), keepdim)


def p_norm(input: Tensor, p: Any = "fro", dim: Any = None, keepdim: bool = False) -> Tensor:
    """The vector p-norm of all entries, or over dim, whatever the shape; "nuc" for matrices; torch.norm."""
    if p == "nuc":
        return matrix_norm(input, "nuc", (-2, -1) if dim is None else dim, keepdim)
    return vector_norm(input, 2 if p == "fro" or p is None else p, dim, keepdim)
