"""Losses of classifiers: the right class is an index, or a row of probabilities."""

from typing import Any

import numpy as np

from handgrad.nn.activations import log_softmax
from handgrad.nn.losses import reduced
from handgrad.ops.index import _scatter
from handgrad.ops.reduce import sum, unsum
from handgrad.record import record, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _nll_rule(g: Any, y: Any, a: Any, idx: Any, shape: tuple[int, ...], shares: Any, summed: bool) -> Any:
    """−weight (over the sum of the weights, for the mean) at the entry of the right class, 0 elsewhere."""
    spread = unsum(g, tuple(shares.shape), None, False) if summed else g
    return _scatter(-(spread * shares), idx, shape, shares.ndim)


def _nll_push(t: Any, y: Any, a: Any, idx: Any, shape: tuple[int, ...], shares: Any, summed: bool) -> Any:
    picked = -(t[(slice(None),) * (t.ndim - len(shape)) + idx] * shares)
    return picked.sum(axis=tuple(range(-shares.ndim, 0))) if summed and shares.ndim else picked


NLL = Op("NllLossBackward0", None, _nll_rule, jvps=(_nll_push,))


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Tensor:
    """−weight[c] a[i, c] with c = target[i], for log-probabilities a; torch.nn.functional.nll_loss.

    Shapes (classes,) and (), (batch, classes) and (batch,), or (batch, classes, …) and (batch, …). The mean divides
    by the sum of the weights; targets equal to ignore_index have weight 0.
    """
    a, i = input._data, target._data
    _check_target(a, i)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    w = _weights(a, i, weight, ignore_index)
    idx = _entries(np.where(i == ignore_index, 0, i), a.ndim)
    shares = w / w.sum() if reduction == "mean" else w
    y = np.where(w == 0, a.dtype.type(0), -(a[idx] * shares))
    summed = reduction != "none"
    return record(NLL, y.sum() if summed else y, (input,), (None, idx, a.shape, shares, summed))


def _entries(i: Any, ndim: int) -> tuple[Any, ...]:
    """The index that picks the right class: the class axis is the second, or the only one."""
    if ndim == 1:
        return (i,)
    batch, *rest = np.ogrid[tuple(slice(n) for n in i.shape)] if i.ndim > 1 else (np.arange(len(i)),)
    return (batch, i, *rest)


def _weights(a: Any, i: Any, weight: Tensor | None, ignore_index: int) -> Any:
    """The weight of each target in the dtype of a; IndexError for a class that is not there."""
    classes = a.shape[0 if a.ndim == 1 else 1]
    used = i != ignore_index
    wrong = i[used & ((i < 0) | (i >= classes))]
    if wrong.size:
        raise IndexError(f"Target {wrong[0]} is out of bounds.")
    if weight is None:
        return np.asarray(used, a.dtype)
    if weight._node is not None:
        raise RuntimeError("the derivative for 'weight' is not implemented")
    if weight._data.shape != (classes,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {classes} classes or no classes but got weight tensor of "
            f"shape: {list(weight.shape)}"
        )
    return weight._data[np.where(used, i, 0)] * used


def _check_target(a: Any, i: Any) -> None:
    """Raise torch's errors where target is no tensor of class indices for a."""
    if i.dtype != np.int64:
        names = {"float32": "Float", "float64": "Double", "int32": "Int", "bool": "Bool"}
        raise RuntimeError(f"expected target dtype to be Long or Byte, but got {names[str(i.dtype)]}")
    if a.ndim and i.ndim and a.shape[0] != i.shape[0]:
        raise ValueError(f"Expected input batch_size ({a.shape[0]}) to match target batch_size ({i.shape[0]}).")
    want = a.shape[:1] + a.shape[2:] if a.ndim > 1 else ()
    if i.shape != want:
        raise RuntimeError(f"Expected target size {list(want)}, got {list(i.shape)}")


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """−log_softmax at the class indices, or −Σ target · log_softmax for class probabilities; torch's cross_entropy.

    Smoothing gives every class label_smoothing / classes of the probability, the right one the rest.
    """
    d = 0 if input.ndim == 1 else 1
    log_p, n = log_softmax(input, d), input.shape[d]
    if target._data.dtype.kind == "f":
        return _of_probabilities(log_p, target * (1 - label_smoothing) + label_smoothing / n, d, weight, reduction)
    hard = nll_loss(log_p, target, weight, ignore_index=ignore_index, reduction=reduction)
    if label_smoothing == 0.0:
        return hard
    i = target._data
    w = _weights(input._data, i, weight, ignore_index)
    soft = -sum(_per_class(log_p, weight, d), d) * wrap((i != ignore_index).astype(w.dtype))
    soft = soft if reduction == "none" else sum(soft) / (float(w.sum()) if reduction == "mean" else 1.0)
    return hard * (1 - label_smoothing) + soft * (label_smoothing / n)


def _per_class(log_p: Tensor, weight: Tensor | None, d: int) -> Tensor:
    """Each class times its weight."""
    if weight is None:
        return log_p
    shaped: Tensor = weight.reshape([-1 if k == d else 1 for k in range(log_p.ndim)])
    return log_p * shaped


def _of_probabilities(log_p: Tensor, target: Tensor, d: int, weight: Tensor | None, reduction: str) -> Tensor:
    if target._data.shape != log_p._data.shape:
        raise RuntimeError("Expected floating point type for target with class probabilities, got another shape")
    return reduced(-sum(target * _per_class(log_p, weight, d), d), reduction)
