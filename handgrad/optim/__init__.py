"""torch.optim: optimizers and schedules."""

from handgrad.optim import lr_scheduler as lr_scheduler
from handgrad.optim.optimizer import Optimizer
from handgrad.optim.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop

__all__ = ["SGD", "Adagrad", "Adam", "AdamW", "Optimizer", "RMSprop", "lr_scheduler"]
