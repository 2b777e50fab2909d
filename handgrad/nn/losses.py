"""Losses: a function of prediction and target, entry by entry, then mean, sum or neither."""

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.nn.activations import softplus
from handgrad.ops.choices import clamp
from handgrad.ops.elementwise import SIGMOID, abs
from handgrad.ops.reduce import mean, sum
from handgrad.ops.shape import expand, reshape_raw
from handgrad.record import cast_to, record
from handgrad.tape import Op
from handgrad.tensor import Tensor

Elementwise = Callable[..., Any]


def _reduced(y: Any, reduction: str) -> Any:
    if reduction == "none":
        return y
    if reduction not in ("mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    total = np.add.reduce(y, None)
    return total / y.dtype.type(y.size) if reduction == "mean" else total


def _spread(g: Any, shape: tuple[int, ...], reduction: str) -> Any:
    """The cotangent of the reduced loss, the same for each entry: batch axes stay in front, the rest broadcasts."""
    if reduction == "none":
        return g
    if reduction == "mean":
        g = g * (1 / max(math.prod(shape), 1))
    return reshape_raw(g, (*g.shape, *(1,) * len(shape))) if g.ndim else g


def loss_op(name: str, d_input: Elementwise, d_target: Elementwise) -> Op:
    """The op of a loss with these derivatives per entry, each a function of (a, b, *constants)."""

    def rule(d: Elementwise) -> Any:
        return lambda g, y, a, b, reduction, *c: _spread(g, tuple(a.shape), reduction) * d(a, b, *c)

    def push(d: Elementwise) -> Any:
        return lambda t, y, a, b, reduction, *c: _shrink(t * d(a, b, *c), a.ndim, a, reduction)

    return Op(name, None, rule(d_input), rule(d_target), keep="x", jvps=(push(d_input), push(d_target)))


def _shrink(t: Any, ndim: int, a: Any, reduction: str) -> Any:
    if reduction == "none" or not ndim:
        return t
    n = math.prod(a.shape)
    total = t.sum(axis=tuple(range(-ndim, 0)))
    return total * (1 / n) if reduction == "mean" else total


def _clip(d: Any, delta: float) -> Any:
    return clamp(d, -delta, delta) if isinstance(d, Tensor) else np.clip(d, -delta, delta).astype(d.dtype, copy=False)


MSE = loss_op("MseLossBackward0", lambda a, b: (a - b) * 2, lambda a, b: (b - a) * 2)
HUBER = loss_op("HuberLossBackward0", lambda a, b, delta: _clip(a - b, delta), lambda a, b, delta: _clip(b - a, delta))
BCE = loss_op("BinaryCrossEntropyWithLogitsBackward0", lambda a, b: SIGMOID(a) - b, lambda a, b: -a)


def _pair(input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Both in one dtype and shape; torch warns where the shapes differ, and broadcasts."""
    if input._data.shape != target._data.shape:
        warnings.warn(
            f"Using a target size ({target.shape}) that is different to the input size ({input.shape}). This will "
            "likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
            UserWarning,
            stacklevel=4,
        )
        shape = np.broadcast_shapes(input._data.shape, target._data.shape)
        input, target = (x if x._data.shape == shape else expand(x, shape) for x in (input, target))
    d = dtypes.promote(input._data.dtype, target._data.dtype)
    return cast_to(input, d), cast_to(target, d)


def _loss(op: Op, value: Elementwise, input: Tensor, target: Tensor, reduction: str, *constants: Any) -> Tensor:
    a, b = _pair(input, target)
    y = _reduced(value(a._data, b._data), reduction)
    return record(op, y, (a, b), (a._data, b._data, reduction, *constants))


def reduced(losses: Tensor, reduction: str) -> Tensor:
    """The mean or the sum of recorded losses, or all of them."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return losses if reduction == "none" else mean(losses) if reduction == "mean" else sum(losses)


def mse_loss(input: Tensor, target: Tensor, *, reduction: str = "mean") -> Tensor:
    """(a − b)², reduced; torch.nn.functional.mse_loss. Warns, as torch does, where the shapes differ."""
    return _loss(MSE, lambda a, b: np.square(a - b), input, target, reduction)


def l1_loss(input: Tensor, target: Tensor, *, reduction: str = "mean") -> Tensor:
    """|a − b|, reduced; torch.nn.functional.l1_loss."""
    a, b = _pair(input, target)
    return reduced(abs(a - b), reduction)


def huber_loss(input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """½ d² where |d| ≤ δ, δ (|d| − ½ δ) beyond, d = a − b; torch.nn.functional.huber_loss."""
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")

    def value(a: Any, b: Any) -> Any:
        d = np.abs(a - b)
        return np.where(d <= delta, d * d * d.dtype.type(0.5), delta * (d - d.dtype.type(0.5 * delta))).astype(d.dtype)

    return _loss(HUBER, value, input, target, reduction, delta)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """−b ln σ(a) − (1 − b) ln(1 − σ(a)) without overflow: max(a, 0) − a b + ln(1 + exp(−|a|)), reduced.

    `weight` multiplies each entry, `pos_weight` the first term. torch.nn.functional.binary_cross_entropy_with_logits.
    """
    if input._data.shape != target._data.shape:
        raise ValueError(f"Target size ({target.shape}) must be the same as input size ({input.shape})")
    if weight is None and pos_weight is None:
        value = lambda a, b: np.maximum(a, 0) - a * b + np.log1p(np.exp(-np.abs(a)))
        return _loss(BCE, value, input, target, reduction)
    positive = target if pos_weight is None else target * pos_weight
    y = (1 - target) * input + (1 - target + positive) * softplus(-input, 1.0, math.inf)
    return reduced(y if weight is None else y * weight, reduction)
