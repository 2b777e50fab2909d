"""Losses as Modules."""

from typing import Any

from handgrad.nn import losses
from handgrad.nn.module import Module
from handgrad.tensor import Tensor


class Criterion(Module):
    """A loss with its reduction: "mean", "sum" or "none"."""

    function: Any

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        self.reduction = reduction

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        loss: Tensor = type(self).function(input, target, reduction=self.reduction)
        return loss


class MSELoss(Criterion):
    """(a − b)²."""

    function = staticmethod(losses.mse_loss)


class L1Loss(Criterion):
    """|a − b|."""

    function = staticmethod(losses.l1_loss)


class HuberLoss(Criterion):
    """Squared near 0, linear beyond delta."""

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        super().__init__(reduction)
        self.delta = delta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return losses.huber_loss(input, target, self.reduction, self.delta)


class CrossEntropyLoss(Criterion):
    """Logits (batch, classes) against class indices or probabilities."""

    function = staticmethod(losses.cross_entropy)


class NLLLoss(Criterion):
    """Log-probabilities (batch, classes) against class indices."""

    function = staticmethod(losses.nll_loss)


class BCEWithLogitsLoss(Criterion):
    """Logits against 0/1 targets."""

    function = staticmethod(losses.binary_cross_entropy_with_logits)
