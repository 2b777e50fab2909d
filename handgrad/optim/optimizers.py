"""SGD, Adagrad, RMSprop, Adam, AdamW: each update as its paper writes it, step by step equal to torch's."""

from typing import Any

import numpy as np

from handgrad import edits
from handgrad.hooks import tick
from handgrad.optim.optimizer import Optimizer
from handgrad.tensor import Tensor


def _move(p: Tensor, by: Any) -> None:
    """p −= by, in place and noted as an edit."""
    a = p._array()
    a -= by
    edits.note(a, tick())


def _at_least(value: float, low: float, what: str) -> None:
    if not low <= value:
        raise ValueError(f"Invalid {what}: {value}")


class SGD(Optimizer):
    """p ← p − lr v, v ← momentum v + (1 − dampening) g, g the gradient plus weight_decay p; torch.optim.SGD."""

    def __init__(self, params: Any, lr: float = 1e-3, momentum: float = 0, dampening: float = 0,
                 weight_decay: float = 0, nesterov: bool = False) -> None:  # fmt: skip
        _at_least(lr, 0.0, "learning rate")
        _at_least(momentum, 0.0, "momentum value")
        _at_least(weight_decay, 0.0, "weight_decay value")
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(
            params, dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov)
        )

    def update(self, p: Tensor, g: Any, state: dict[str, Any], group: dict[str, Any]) -> None:
        momentum = group["momentum"]
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p._data
        if momentum:
            if "momentum_buffer" not in state:
                v = np.array(g)
            else:
                v = momentum * state["momentum_buffer"] + (1 - group["dampening"]) * g
            state["momentum_buffer"] = v
            g = g + momentum * v if group["nesterov"] else v
        _move(p, group["lr"] * g)


class Adagrad(Optimizer):
    """p ← p − lr g / (√Σg² + eps), lr decayed by 1 / (1 + t lr_decay); torch.optim.Adagrad."""

    def __init__(self, params: Any, lr: float = 1e-2, lr_decay: float = 0, weight_decay: float = 0,
                 initial_accumulator_value: float = 0, eps: float = 1e-10) -> None:  # fmt: skip
        _at_least(lr, 0.0, "learning rate")
        super().__init__(params, dict(lr=lr, lr_decay=lr_decay, weight_decay=weight_decay,
                                      initial_accumulator_value=initial_accumulator_value, eps=eps))  # fmt: skip

    def update(self, p: Tensor, g: Any, state: dict[str, Any], group: dict[str, Any]) -> None:
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p._data
        t = state.get("step", 0)
        total = state.get("sum", np.full_like(p._data, group["initial_accumulator_value"])) + g * g
        state.update(step=t + 1, sum=total)
        _move(p, group["lr"] / (1 + t * group["lr_decay"]) * g / (np.sqrt(total) + group["eps"]))


class RMSprop(Optimizer):
    """p ← p − lr g / (√v + eps), v ← alpha v + (1 − alpha) g², with momentum if wanted; torch.optim.RMSprop."""

    def __init__(self, params: Any, lr: float = 1e-2, alpha: float = 0.99, eps: float = 1e-8, weight_decay: float = 0,
                 momentum: float = 0, centered: bool = False) -> None:  # fmt: skip
        _at_least(lr, 0.0, "learning rate")
        super().__init__(
            params, dict(lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay, momentum=momentum, centered=centered)
        )

    def update(self, p: Tensor, g: Any, state: dict[str, Any], group: dict[str, Any]) -> None:
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p._data
        alpha = group["alpha"]
        v = alpha * state.get("square_avg", 0 * g) + (1 - alpha) * g * g
        state["square_avg"] = spread = v
        if group["centered"]:
            m = alpha * state.get("grad_avg", 0 * g) + (1 - alpha) * g
            state["grad_avg"] = m
            spread = v - m * m
        move = g / (np.sqrt(spread) + group["eps"])
        if group["momentum"]:
            move = group["momentum"] * state.get("momentum_buffer", 0 * g) + move
            state["momentum_buffer"] = move
        _move(p, group["lr"] * move)


class Adam(Optimizer):
    """p ← p − lr m̂ / (√v̂ + eps), m and v running means of g and g², hats correct their start at 0; torch.optim.Adam."""

    decoupled = False

    def __init__(self, params: Any, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
                 weight_decay: float = 0) -> None:  # fmt: skip
        _at_least(lr, 0.0, "learning rate")
        for k, beta in enumerate(betas):
            if not 0.0 <= beta < 1.0:
                raise ValueError(f"Invalid beta parameter at index {k}: {beta}")
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    def update(self, p: Tensor, g: Any, state: dict[str, Any], group: dict[str, Any]) -> None:
        if group["weight_decay"]:
            if self.decoupled:
                _move(p, group["lr"] * group["weight_decay"] * p._data)
            else:
                g = g + group["weight_decay"] * p._data
        b1, b2 = group["betas"]
        t = state.get("step", 0) + 1
        m = b1 * state.get("exp_avg", 0 * g) + (1 - b1) * g
        v = b2 * state.get("exp_avg_sq", 0 * g) + (1 - b2) * g * g
        state.update(step=t, exp_avg=m, exp_avg_sq=v)
        _move(p, group["lr"] / (1 - b1**t) * m / (np.sqrt(v) / float(np.sqrt(1 - b2**t)) + group["eps"]))


class AdamW(Adam):
    """Adam with the weight decay applied to the parameter itself, not to the gradient; torch.optim.AdamW."""

    decoupled = True

    def __init__(self, params: Any, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
                 weight_decay: float = 1e-2) -> None:  # fmt: skip
        super().__init__(params, lr, betas, eps, weight_decay)
