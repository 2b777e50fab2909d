"""torch.autograd: backward and grad, custom functions, numerical checks."""

from handgrad.autograd.engine import backward, grad
from handgrad.record import enable_grad, is_grad_enabled, no_grad, set_grad_enabled

__all__ = ["backward", "enable_grad", "grad", "is_grad_enabled", "no_grad", "set_grad_enabled"]
