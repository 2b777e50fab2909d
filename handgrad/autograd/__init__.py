"""torch.autograd: backward and grad, custom functions, numerical checks."""

from handgrad.autograd import function as function
from handgrad.autograd.engine import backward, grad
from handgrad.autograd.function import Function
from handgrad.autograd.gradcheck import gradcheck, gradgradcheck
from handgrad.record import enable_grad, no_grad, set_grad_enabled

__all__ = ["Function", "backward", "enable_grad", "function", "grad", "gradcheck", "gradgradcheck", "no_grad",
           "set_grad_enabled"]  # fmt: skip
