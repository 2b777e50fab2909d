"""Products of many factors. The derivative by one factor is the product of the others, also where factors are 0."""

from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.axes import axis
from handgrad.ops.choices import where
from handgrad.ops.shape import expand, expand_to, movedim, reshape, unsqueeze
from handgrad.record import cast_to, record, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _others(x: Any) -> Any:
    """For each entry of the last axis the product of all others: from the left times from the right, no division."""
    if isinstance(x, Tensor):
        return _others_recorded(x)
    n = x.shape[-1]
    left, right = np.ones_like(x), np.ones_like(x)
    if n > 1:
        left[..., 1:] = np.cumprod(x[..., :-1], -1)
        right[..., :-1] = np.cumprod(x[..., :0:-1], -1)[..., ::-1]
    return left * right


def _others_recorded(x: Tensor) -> Tensor:
    """The same on the tape: row i of an n × n table is x with entry i replaced by 1, and each row is multiplied out."""
    n = x.shape[-1]
    table = expand(unsqueeze(x, -2), (*x.shape[:-1], n, n))
    return prod(where(wrap(np.eye(n, dtype=bool)), 1.0, table), -1)


def _prod_rule(g: Any, y: Any, a: Any, keepdim: bool) -> Any:
    share = _others(a)
    if not keepdim:
        g = g.reshape((*g.shape, 1))
    return g * share


PROD = Op("ProdBackward0", None, _prod_rule, keep="x",
          jvps=(lambda t, y, a, keepdim: (t * _others(a)).sum(axis=-1, keepdims=keepdim),))  # fmt: skip


def prod(input: Tensor, dim: int | None = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The product over `dim` (all entries if None): d prod = Σ (product of the others) da; torch.prod."""
    if dtype is not None:
        input = cast_to(input, dtypes.as_numpy(dtype))
    if isinstance(dim, tuple):
        raise TypeError(
            f"prod(): argument 'dim' must be int, not tuple: got {dim}; take prod over one axis after another"
        )
    if input._data.dtype.kind != "f":
        return wrap(np.asarray(np.prod(input._data, dim, dtype=np.int64, keepdims=keepdim)))
    if dim is None:
        return prod(reshape(input, -1), 0)
    d = axis(dim, input.ndim)
    if input.ndim == 0:
        return prod(reshape(input, 1), 0)
    if d != -1:
        moved = prod(movedim(input, d, -1), -1, keepdim)
        return movedim(moved, -1, d) if keepdim else moved
    x = input._data
    return record(PROD, np.prod(x, -1, keepdims=keepdim), (input,), (x, keepdim))


def _cumprod_rule(g: Any, y: Any, a: Any) -> Any:
    """ā_i = Σ_{k ≥ i} ḡ_k Π_{j ≤ k, j ≠ i} a_j: a table of all products, so zeros need no care."""
    return (g.reshape((*g.shape[:-1], 1, g.shape[-1])) * _partial(a)).sum(axis=-1)


def _partial(a: Any) -> Any:
    """∂ cumprod_k / ∂ a_i at [..., i, k]: entry i replaced by 1, multiplied up to k, 0 for k < i."""
    n = a.shape[-1]
    eye, upper = np.eye(n, dtype=bool), np.triu(np.ones((n, n), bool))
    if isinstance(a, Tensor):
        table = where(wrap(eye), 1.0, expand(unsqueeze(a, -2), (*a.shape[:-1], n, n)))
        return where(wrap(upper), cumprod(table, -1), 0.0)
    table = np.where(eye, a.dtype.type(1), expand_to(a[..., None, :], (*a.shape[:-1], n, n)))
    return np.where(upper, np.cumprod(table, -1), a.dtype.type(0))


def _cumprod_push(t: Any, y: Any, a: Any) -> Any:
    return (t.reshape((*t.shape, 1)) * _partial(a)).sum(axis=-2)


CUMPROD = Op("CumprodBackward0", None, _cumprod_rule, keep="x", jvps=(_cumprod_push,))


def cumprod(input: Tensor, dim: int, *, dtype: Any = None) -> Tensor:
    """Running products along `dim`; torch.cumprod."""
    if dtype is not None:
        input = cast_to(input, dtypes.as_numpy(dtype))
    d = axis(dim, input.ndim)
    if input.ndim == 0:
        return reshape(cumprod(reshape(input, 1), 0), ())
    if d != -1:
        return movedim(cumprod(movedim(input, d, -1), -1), -1, d)
    x = input._data
    if x.dtype.kind != "f":
        return wrap(np.cumprod(x, -1, dtype=np.int64))
    return record(CUMPROD, np.cumprod(x, -1), (input,), (x,))
