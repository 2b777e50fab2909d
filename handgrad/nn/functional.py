"""torch.nn.functional: activations, layers and losses as functions."""

from handgrad.nn.activations import (
    SILU,
    dropout,
    gelu,
    hardtanh,
    layer_norm,
    leaky_relu,
    linear,
    log_softmax,
    one_hot,
    relu6,
    softmax,
    softplus,
)
from handgrad.nn.classification import cross_entropy, nll_loss
from handgrad.nn.losses import binary_cross_entropy_with_logits, huber_loss, l1_loss, mse_loss
from handgrad.ops.elementwise import relu, sigmoid, tanh
from handgrad.record import unary

silu = unary(SILU)

__all__ = ["binary_cross_entropy_with_logits", "cross_entropy", "dropout", "gelu", "hardtanh", "huber_loss", "l1_loss",
           "layer_norm", "leaky_relu", "linear", "log_softmax", "mse_loss", "nll_loss", "one_hot", "relu", "relu6",
           "sigmoid", "silu", "softmax", "softplus", "tanh"]  # fmt: skip
