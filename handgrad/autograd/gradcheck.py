"""Gradients against central differences: the test that needs no second implementation."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad.autograd import engine
from handgrad.record import wrap
from handgrad.tensor import Tensor


class GradcheckError(RuntimeError):
    """What gradcheck raises when analytical and numerical Jacobian differ."""


def _outputs(func: Callable[..., Any], xs: tuple[Any, ...]) -> list[Tensor]:
    y = func(*xs)
    return [o for o in (y if isinstance(y, tuple | list) else (y,)) if isinstance(o, Tensor)]


def numerical_jacobian(
    func: Callable[..., Any], xs: tuple[Any, ...], k: int, j: int, eps: float
) -> np.ndarray[Any, Any]:
    """∂output_j/∂input_k by central differences, (f(x + ε) − f(x − ε)) / 2ε, shape (input size, output size)."""
    x = xs[k]._array()
    columns = []
    for at in np.ndindex(x.shape):
        before = x[at]
        x[at] = before + eps
        above = np.array(_outputs(func, xs)[j]._data, np.float64)
        x[at] = before - eps
        below = np.array(_outputs(func, xs)[j]._data, np.float64)
        x[at] = before
        columns.append(((above - below) / (2 * eps)).ravel())
    size = _outputs(func, xs)[j]._data.size
    return np.array(columns).reshape(x.size, size)


def analytical_jacobian(y: Tensor, x: Tensor) -> np.ndarray[Any, Any]:
    """∂y/∂x by one batched reverse sweep, shape (input size, output size)."""
    n = y._data.size
    basis = wrap(np.eye(n, dtype=y._data.dtype).reshape(n, *y._data.shape))
    (rows,) = engine.grad(y, x, basis, retain_graph=True, allow_unused=True, is_grads_batched=True)
    return np.zeros((x._data.size, n)) if rows is None else rows._data.reshape(n, x._data.size).T


def gradcheck(func: Callable[..., Any], inputs: Any, eps: float = 1e-6, atol: float = 1e-5, rtol: float = 1e-3,
              raise_exception: bool = True) -> bool:  # fmt: skip
    """Whether backward agrees with central differences for every input that requires grad; torch.autograd.gradcheck.

    Inputs must be float64 for the differences to be exact enough. Raises GradcheckError (a RuntimeError) with both
    Jacobians if they differ, or returns False with raise_exception=False.
    """
    xs = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    checked = [k for k, x in enumerate(xs) if isinstance(x, Tensor) and x.requires_grad]
    if not checked:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True."
        )
    for k in checked:
        if xs[k]._data.dtype != np.float64:
            raise ValueError(f"gradcheck wants float64 inputs, got {xs[k].dtype} for input {k}: use x.double()")
    for j, y in enumerate(_outputs(func, xs)):
        if y._node is None:
            continue
        for k in checked:
            numerical = numerical_jacobian(func, xs, k, j, eps)
            analytical = analytical_jacobian(y, xs[k])
            if not np.allclose(numerical, analytical, rtol, atol):
                if raise_exception:
                    raise GradcheckError(
                        f"Jacobian mismatch for output {j} with respect to input {k},\nnumerical:{wrap(numerical)}\n"
                        f"analytical:{wrap(analytical)}\n"
                    )
                return False
    return True


def gradgradcheck(func: Callable[..., Any], inputs: Any, grad_outputs: Any = None, eps: float = 1e-6,
                  atol: float = 1e-5, rtol: float = 1e-3, raise_exception: bool = True) -> bool:  # fmt: skip
    """gradcheck of the gradients of func: second derivatives; torch.autograd.gradgradcheck."""
    xs = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    rng = np.random.default_rng(0)
    outs = [y for y in _outputs(func, xs) if y._node is not None]
    seeds = [wrap(rng.standard_normal(y._data.shape)) for y in outs] if grad_outputs is None else list(grad_outputs)
    seeds = [s if s.requires_grad else s.detach().requires_grad_() for s in seeds]
    checked = [x for x in xs if isinstance(x, Tensor) and x.requires_grad]
    n = len(xs)

    def gradients(*args: Any) -> tuple[Any, ...]:
        ys = [y for y in _outputs(func, args[:n]) if y._node is not None]
        return engine.grad(ys, checked, list(args[n:]), create_graph=True, allow_unused=True, materialize_grads=True)

    return gradcheck(gradients, (*xs, *seeds), eps, atol, rtol, raise_exception)
