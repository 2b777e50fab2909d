"""What tests that run on both libraries alike have in common."""

from typing import Any

import pytest
import torch

import handgrad as hg

both = pytest.mark.parametrize("lib", [hg, torch], ids=["handgrad", "torch"])


def leaf(lib: Any, data: Any, dtype: str = "float64") -> Any:
    """A tensor that requires grad."""
    return lib.tensor(data, dtype=getattr(lib, dtype), requires_grad=True)


def scaled(lib: Any) -> Any:
    """y = k x² with a backward of its own, differentiable again, and a jvp."""

    class Scaled(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any, k: float) -> Any:
            ctx.save_for_backward(x)
            ctx.save_for_forward(x)
            ctx.k = k
            return k * x * x

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            (x,) = ctx.saved_tensors
            return g * 2 * ctx.k * x, None

        @staticmethod
        def jvp(ctx: Any, t: Any, _: Any) -> Any:
            (x,) = ctx.saved_tensors
            return t * 2 * ctx.k * x

    return Scaled


def split_function(lib: Any, constant: bool = False) -> Any:
    """(x y, x + y), or with `constant` (x y, how many entries are positive)."""

    class Two(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any, y: Any) -> Any:
            ctx.save_for_backward(x, y)
            second = (x > 0).sum() if constant else x + y
            if constant:
                ctx.mark_non_differentiable(second)
            return x * y, second

        @staticmethod
        def backward(ctx: Any, g: Any, h: Any) -> Any:
            x, y = ctx.saved_tensors
            h = 0 if constant else h
            return g * y + h, g * x + h

    return Two
