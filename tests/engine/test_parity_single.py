"""In float32 nothing becomes float64 on the way: value, .grad, second derivative and tangent keep the dtype."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import handgrad as hg
from handgrad.tape import reached
from tests.engine.parity import (
    agree,
    both,
    first_and_second,
    function,
    layouts,
    parametrized,
    tangents,
    tensors,
    weights,
)
from tests.engine.rows import Row

every_row = pytest.mark.parametrize("row", parametrized())
F4 = np.float32


@every_row
@settings(max_examples=12)
@given(data=st.data())
def test_float32_stays_float32_and_is_torch_s(row: Row, data: Any) -> None:
    call, layout = data.draw(row.calls), data.draw(layouts)
    f = function(call, layout)
    ours, theirs = both(lambda lib: first_and_second(lib, f, tensors(lib, call, layout, F4), F4))
    for a, b in zip((ours[0], *ours[1], *ours[2]), (theirs[0], *theirs[1], *theirs[2]), strict=True):
        agree(a, b, f"float32 {call}", rtol=2e-4)
    ours, theirs = both(lambda lib: tangents(lib, f, tensors(lib, call, layout, F4, track=False), F4))
    if theirs.dtype is torch.float64:  # torch 2.13 itself widens the tangent of a 0-d float32 minus a number
        theirs = theirs.float()
    agree(ours, theirs, f"float32 tangent of {call}", rtol=2e-4)


@every_row
@settings(max_examples=12)
@given(data=st.data())
def test_backward_fills_grad_in_the_leaf_s_dtype_and_nothing_on_the_tape_is_wider(row: Row, data: Any) -> None:
    call, layout = data.draw(row.calls), data.draw(layouts)
    xs = tensors(hg, call, layout, F4)
    y = function(call, layout)(hg, *xs)
    for node in reached(y._node):
        kept = [a for a in (*(getattr(node, "args", None) or ()), getattr(node, "y", None)) if hasattr(a, "dtype")]
        assert all(a.dtype != np.float64 for a in kept), (node, call)
    y.backward(hg.from_numpy(weights(y.shape, 1, F4)))
    for x in xs:
        assert x.grad is None or (x.grad.dtype is hg.float32 and x.grad.shape == x.shape), call
