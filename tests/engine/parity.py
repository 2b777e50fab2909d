"""The same call in both libraries, and what must be equal."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from hypothesis import strategies as st

import handgrad as hg
from tests.engine.rows import FAMILIES, Call, Row
from tests.engine.rows.base import Array, numbers

LAYOUTS = ("rows", "columns", "gaps", "repeated")
layouts = st.lists(st.sampled_from(LAYOUTS), min_size=4, max_size=4)
ROWS = [(family, row) for family, rows in FAMILIES.items() for row in rows]


def exists(lib: Any, name: str) -> bool:
    """Whether this operation is in the library; names with signs (x[basic], a + 2) are operators."""
    return not name.isidentifier() or hasattr(lib, name) or hasattr(lib.Tensor, name)


def parametrized() -> list[Any]:
    """All rows, as pytest parameters; those that handgrad lacks are skipped with the reason."""
    import pytest

    missing = pytest.mark.skip(reason="not yet in handgrad: this row runs as soon as the operation is there")
    return [
        pytest.param(row, id=f"{family}-{row.name}", marks=[] if exists(hg, row.name) else missing)
        for family, row in ROWS
    ]


def laid_out(a: Array, layout: str) -> Array:
    """The same entries in other memory: column order, or every second entry of a larger array."""
    if layout == "columns":
        return np.asfortranarray(a) if a.ndim else a
    if layout == "gaps" and a.ndim:
        wide = np.full((*a.shape[:-1], 2 * a.shape[-1]), 7.0, a.dtype)
        wide[..., ::2] = a
        return wide[..., ::2]
    return a.copy()


def tensors(lib: Any, call: Call, layout: Sequence[str], dtype: Any, track: bool = True) -> list[Any]:
    """The call's arrays as leaves over memory of the layouts asked for."""
    made = []
    for a, how in zip(call.arrays, layout, strict=False):
        t = lib.from_numpy(laid_out(a.astype(dtype), how))
        made.append(t.requires_grad_() if track else t)
    return made


def function(call: Call, layout: Sequence[str]) -> Callable[..., Any]:
    """The call as f(lib, *leaves); for the layout "repeated" an axis of the leaf is expanded with stride 0 first."""

    def f(lib: Any, *leaves: Any) -> Any:
        xs = []
        for x, how in zip(leaves, layout, strict=False):
            wide = how == "repeated" and x.ndim and x.shape[0] > 0
            xs.append(x[:1].expand(*x.shape) if wide and call.smooth is False else x)
        return call.f(lib, *xs)

    return f


def array(x: Any) -> Array:
    """The values; torch keeps some zeros without memory, which it shows only when forced."""
    return np.asarray(x.detach().numpy(force=True) if isinstance(x, torch.Tensor) else x.detach().numpy())


def agree(ours: Any, theirs: Any, what: str, rtol: float = 1e-10) -> None:
    """Same kind, shape, dtype, and values up to rtol (absolute: 1% of rtol of the largest)."""
    assert type(ours) is hg.Tensor, f"{what}: {type(ours)} is no Tensor"
    assert tuple(ours.shape) == tuple(theirs.shape), f"{what}: shape {tuple(ours.shape)}, torch {tuple(theirs.shape)}"
    assert str(ours.dtype) == str(theirs.dtype), f"{what}: dtype {ours.dtype}, torch {theirs.dtype}"
    a, b = array(ours), array(theirs)
    finite = np.abs(b[np.isfinite(b)]) if b.dtype.kind == "f" else np.zeros(0)
    atol = rtol * max(0.01, 0.01 * float(finite.max(initial=0.0)))
    np.testing.assert_allclose(a, b, rtol, atol, equal_nan=True, err_msg=what)


def weights(shape: Sequence[int], seed: int, dtype: Any) -> Array:
    """A cotangent, tangent or direction of this shape."""
    return numbers(seed, tuple(shape), (-1.0, 1.0)).astype(dtype)


def first_and_second(lib: Any, f: Any, xs: list[Any], dtype: Any) -> tuple[Any, list[Any], list[Any]]:
    """y, the gradients gᵀ ∂y/∂x, and the gradients of their sum weighted by fixed directions, by x and by g."""
    y = f(lib, *xs)
    g = lib.from_numpy(weights(y.shape, 1, dtype)).requires_grad_()
    options = dict(allow_unused=True, materialize_grads=True)
    first = lib.autograd.grad(y, xs, g, create_graph=True, **options)
    total = lib.zeros((), dtype=y.dtype)
    for k, d in enumerate(first):
        total = total + (d * lib.from_numpy(weights(d.shape, 2 + k, dtype))).sum()
    if not total.requires_grad:  # torch knows of some gradients that they are 0 whatever x and g are
        return y, list(first), [lib.zeros_like(t) for t in (*xs, g)]
    return y, list(first), list(lib.autograd.grad(total, [*xs, g], **options))


def tangents(lib: Any, f: Any, xs: list[Any], dtype: Any) -> Any:
    """∂y/∂x t for fixed tangents t, by forward mode."""
    ts = tuple(lib.from_numpy(weights(x.shape, 10 + k, dtype)) for k, x in enumerate(xs))
    return lib.func.jvp(lambda *a: f(lib, *a), tuple(x.detach() for x in xs), ts)[1]


def both(f: Callable[[Any], Any]) -> tuple[Any, Any]:
    """f with handgrad and with torch."""
    return f(hg), f(torch)


__all__ = ["Row", "agree", "both", "first_and_second", "function", "parametrized", "tangents", "tensors", "weights"]
