"""Schedules: the learning rate as a function of the epoch."""

import math

from handgrad.optim.optimizer import Optimizer


class LRScheduler:
    """Sets each group's lr from its initial one and the epoch; a subclass gives `at(base, epoch)`."""

    def __init__(self, optimizer: Optimizer) -> None:
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        self.optimizer, self.last_epoch = optimizer, 0
        self.base_lrs = [group.setdefault("initial_lr", group["lr"]) for group in optimizer.param_groups]

    def at(self, base: float, epoch: int) -> float:
        """The learning rate at an epoch."""
        raise NotImplementedError(f"{type(self).__name__} must define at(base, epoch)")

    def get_last_lr(self) -> list[float]:
        return [group["lr"] for group in self.optimizer.param_groups]

    def step(self) -> None:
        """On to the next epoch."""
        self.last_epoch += 1
        for group, base in zip(self.optimizer.param_groups, self.base_lrs, strict=True):
            group["lr"] = self.at(base, self.last_epoch)


class StepLR(LRScheduler):
    """lr · gamma every step_size epochs; torch.optim.lr_scheduler.StepLR."""

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1) -> None:
        super().__init__(optimizer)
        self.step_size, self.gamma = step_size, gamma

    def at(self, base: float, epoch: int) -> float:
        return float(base * self.gamma ** (epoch // self.step_size))


class ExponentialLR(LRScheduler):
    """lr · gamma every epoch; torch.optim.lr_scheduler.ExponentialLR."""

    def __init__(self, optimizer: Optimizer, gamma: float) -> None:
        super().__init__(optimizer)
        self.gamma = gamma

    def at(self, base: float, epoch: int) -> float:
        return float(base * self.gamma**epoch)


class CosineAnnealingLR(LRScheduler):
    """From lr down to eta_min along half a cosine of T_max epochs; torch.optim.lr_scheduler.CosineAnnealingLR."""

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        super().__init__(optimizer)
        self.T_max, self.eta_min = T_max, eta_min

    def at(self, base: float, epoch: int) -> float:
        return self.eta_min + (base - self.eta_min) * (1 + math.cos(math.pi * epoch / self.T_max)) / 2
