"""Activations and normalisation as single ops: each rule is the derivative that the textbook gives."""

import math
from typing import Any

import numpy as np

from handgrad import creation, dtypes
from handgrad.ops.axes import axis
from handgrad.ops.elementwise import EXP, SIGMOID, TANH, masked, rsqrt
from handgrad.ops.linalg import matmul
from handgrad.ops.reduce import mean
from handgrad.ops.shape import t as transposed
from handgrad.record import cast_to, record, unary, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor

_erf = np.frompyfunc(math.erf, 1, 1)


def erf_raw(x: Any) -> Any:
    """erf of an array: numpy has none, so Python's, entry by entry."""
    return np.asarray(_erf(x), x.dtype) if np.ndim(x) else x.dtype.type(math.erf(x))


ERF = Op(
    "ErfBackward0",
    erf_raw,
    lambda g, y, a: g * (EXP(-(a * a)) * (2 / math.sqrt(math.pi))),
    keep="x",
    ints="float",
    doc="erf a: d erf(a) = 2/√π exp(−a²) da; torch.erf.",
)
erf = unary(ERF)


# --- along one axis
def _softmax_rule(g: Any, y: Any, a: Any, dim: int) -> Any:
    """s ⊙ (g − ⟨g, s⟩): the Jacobian diag(s) − s sᵀ times g, never built. It is symmetric, so the jvp is the same."""
    return y * (g - (g * y).sum(axis=dim, keepdims=True))


SOFTMAX = Op("SoftmaxBackward0", None, _softmax_rule, keep="y")
LOG_SOFTMAX = Op(
    "LogSoftmaxBackward0",
    None,
    lambda g, y, a, dim: g - EXP(y) * g.sum(axis=dim, keepdims=True),
    keep="y",
    jvps=(lambda t, y, a, dim: t - (EXP(y) * t).sum(axis=dim, keepdims=True),),
)


def _shifted(x: Any, d: int) -> Any:
    """x minus its largest entry along d, so that exp cannot overflow."""
    return x - x.max(d, keepdims=True) if x.ndim and x.size else x - x


def softmax(input: Tensor, dim: int, dtype: Any = None) -> Tensor:
    """exp(aᵢ) / Σ exp(aⱼ) along dim; torch.softmax."""
    a = input if dtype is None else cast_to(input, dtypes.as_numpy(dtype))
    d = axis(dim, a._data.ndim)
    e = np.exp(_shifted(a._data, d))
    return record(SOFTMAX, e / e.sum(d, keepdims=True) if e.ndim else e / e, (a,), (None, d))


def log_softmax(input: Tensor, dim: int, dtype: Any = None) -> Tensor:
    """aᵢ − ln Σ exp(aⱼ) along dim; torch.log_softmax."""
    a = input if dtype is None else cast_to(input, dtypes.as_numpy(dtype))
    d = axis(dim, a._data.ndim)
    z = _shifted(a._data, d)
    y = z - np.log(np.exp(z).sum(d, keepdims=True)) if z.ndim else z
    return record(LOG_SOFTMAX, y, (a,), (None, d))


# --- elementwise
LEAKY_RELU = Op("LeakyReluBackward0", None, lambda g, y, a, slope: g * _slopes(a > 0, slope, g), keep="x")


def _slopes(positive: Any, slope: float, g: Any) -> Any:
    """1 where positive, slope elsewhere, in the dtype of g."""
    mask = positive._data if isinstance(positive, Tensor) else positive
    out = np.where(mask, 1.0, slope)
    return wrap(out.astype(g._data.dtype)) if isinstance(g, Tensor) else out.astype(g.dtype)


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """a where a > 0, negative_slope · a elsewhere; torch.nn.functional.leaky_relu."""
    x = input._data
    return record(LEAKY_RELU, np.where(x > 0, x, x * negative_slope), (input,), (x, negative_slope))


def _softplus_rule(g: Any, y: Any, a: Any, beta: float, limit: float) -> Any:
    """σ(β a), and 1 where the value is a itself."""
    linear = a * beta > limit
    return masked(g, linear) + masked(g * SIGMOID(a * beta), ~linear)


SOFTPLUS = Op("SoftplusBackward0", None, _softplus_rule, keep="x")


def softplus(input: Tensor, beta: float = 1.0, threshold: float = 20.0) -> Tensor:
    """ln(1 + exp(β a)) / β, and a itself where β a > threshold; torch.nn.functional.softplus."""
    x = input._data
    scaled = x * beta
    y = np.where(scaled > threshold, x, np.logaddexp(scaled, 0) / beta).astype(x.dtype, copy=False)
    return record(SOFTPLUS, y, (input,), (x, beta, threshold))


_SQRT_2_PI, _CUBIC = math.sqrt(2 / math.pi), 0.044715


def _gelu_tanh_rule(g: Any, y: Any, a: Any) -> Any:
    u = TANH((a + a * a * a * _CUBIC) * _SQRT_2_PI)
    return g * ((u + 1) * 0.5 + a * (1 - u * u) * (1 + a * a * (3 * _CUBIC)) * (0.5 * _SQRT_2_PI))


GELU_TANH = Op(
    "GeluBackward0",
    lambda x: x * (np.tanh((x + x * x * x * _CUBIC) * _SQRT_2_PI) + 1) * x.dtype.type(0.5),
    _gelu_tanh_rule,
    keep="x",
    doc="½ a (1 + tanh(√(2/π) (a + 0.044715 a³))), close to a Φ(a).",
)


def gelu(input: Tensor, *, approximate: str = "none") -> Tensor:
    """a Φ(a), Φ the normal distribution function, or with approximate="tanh" close to it; torch's gelu."""
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    return _gelu_exact(input) if approximate == "none" else _gelu_tanh(input)


def _gelu_rule(g: Any, y: Any, a: Any) -> Any:
    cdf = (ERF(a * (1 / math.sqrt(2))) + 1) * 0.5
    return g * (cdf + a * EXP(a * a * -0.5) * (1 / math.sqrt(2 * math.pi)))


def _gelu(x: Any) -> Any:
    return x * (erf_raw(x * x.dtype.type(1 / math.sqrt(2))) + 1) * x.dtype.type(0.5)


def _silu_rule(g: Any, y: Any, a: Any) -> Any:
    s = SIGMOID(a)
    return g * (s * (1 + a * (1 - s)))


GELU = Op(
    "GeluBackward0",
    _gelu,
    _gelu_rule,
    keep="x",
    doc="a Φ(a), Φ the normal distribution function: d = (Φ(a) + a φ(a)) da; torch.nn.functional.gelu.",
)
_gelu_exact, _gelu_tanh = unary(GELU), unary(GELU_TANH)
SILU = Op(
    "SiluBackward0",
    lambda x: x * SIGMOID(x),
    _silu_rule,
    keep="x",
    doc="a σ(a): d = σ (1 + a (1 − σ)) da; torch.nn.functional.silu.",
)
HARDTANH = Op("HardtanhBackward0", None, lambda g, y, a, low, high: masked(g, (a > low) & (a < high)), keep="x")


def hardtanh(input: Tensor, min_val: float = -1.0, max_val: float = 1.0) -> Tensor:
    """a limited to [min_val, max_val]; derivative 0 at the bounds too; torch.nn.functional.hardtanh."""
    x = input._data
    return record(HARDTANH, np.clip(x, x.dtype.type(min_val), x.dtype.type(max_val)), (input,), (x, min_val, max_val))


def relu6(input: Tensor) -> Tensor:
    """a limited to [0, 6]; torch.nn.functional.relu6."""
    return hardtanh(input, 0.0, 6.0)


# --- layers as functions
ADDMM = Op("AddmmBackward0", None, lambda g, y, b, x, w: g, lambda g, y, b, x, w: g @ w.swapaxes(-1, -2),
           lambda g, y, b, x, w: x.swapaxes(-1, -2) @ g, keep="x", fresh=False,
           jvps=(lambda t, y, b, x, w: t, lambda t, y, b, x, w: t @ w, lambda t, y, b, x, w: x @ t))  # fmt: skip


def _one_dtype(x: Any, w: Any, b: Any) -> None:
    """torch's words for a layer whose parts have different dtypes."""
    for name, a in (("mat1", x), ("self", b)):
        if a.dtype is not w.dtype:
            got, other = dtypes.kind(a.dtype), dtypes.kind(w.dtype)
            raise RuntimeError(f"{name} and mat2 must have the same dtype, but got {got} and {other}")


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x Wᵀ + b for x (…, in), W (out, in), b (out): dx = g W, dW = gᵀ x, db = Σ g; torch.nn.functional.linear."""
    if bias is not None:
        _one_dtype(input._data, weight._data, bias._data)
    if bias is None or input._data.ndim != 2 or bias._data.ndim != 1:
        y = matmul(input, transposed(weight))
        return y if bias is None else y + bias
    x, w, b = input._data, weight._data, bias._data
    if w.ndim != 2 or x.shape[1] != w.shape[1]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({x.shape[0]}x{x.shape[1]} and {w.shape[-1]}x{w.shape[0]})"
        )
    wt = transposed(weight)
    y = x @ wt._data
    y += b
    needs_x, needs_w = weight._node is not None, input._node is not None
    return record(
        ADDMM,
        y,
        (bias, input, wt),
        (None, x if needs_x else None, wt._data if needs_w else None),
        (2, b.shape, None, None),
    )


def layer_norm(
    input: Tensor, normalized_shape: Any, weight: Tensor | None = None, bias: Tensor | None = None, eps: float = 1e-5
) -> Tensor:
    """(a − mean) / √(var + eps) over the last axes, times weight plus bias; torch.nn.functional.layer_norm."""
    shape = tuple(normalized_shape)
    if tuple(input.shape[-len(shape) :]) != shape:
        raise RuntimeError(
            f"Given normalized_shape={list(shape)}, expected input with shape "
            f"[*, {', '.join(map(str, shape))}], but got input of size{list(input.shape)}"
        )
    dims = tuple(range(-len(shape), 0))
    off = input - mean(input, dims, True)
    y = off * rsqrt(mean(off * off, dims, True) + eps)
    y = y if weight is None else y * weight
    return y if bias is None else y + bias


def dropout(input: Tensor, p: float = 0.5, training: bool = True) -> Tensor:
    """Each entry is 0 with probability p, else divided by 1 − p; the input itself if not training; torch's dropout."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or p == 0.0:
        return input
    keep = creation.generator().random(input._data.shape) >= p
    return input * wrap((keep / (1 - p) if p < 1 else keep * 0.0).astype(input._data.dtype))


def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """A row with a single 1 for each class index; torch.nn.functional.one_hot."""
    i = tensor._data
    if i.dtype != np.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    n = int(i.max()) + 1 if num_classes == -1 else num_classes
    if i.size and (int(i.min()) < 0 or int(i.max()) >= n):
        raise RuntimeError(
            "Class values must be smaller than num_classes."
            if int(i.min()) >= 0
            else "Class values must be non-negative."
        )
    return wrap(np.eye(n, dtype=np.int64)[i])
