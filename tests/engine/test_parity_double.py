"""In float64 every operation has torch's value, gradient, second derivative and tangent, to 1e-10."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import handgrad as hg
from tests.engine.parity import (
    agree,
    array,
    both,
    first_and_second,
    function,
    layouts,
    parametrized,
    tangents,
    tensors,
    weights,
)  # fmt: skip
from tests.engine.rows import Row

every_row = pytest.mark.parametrize("row", parametrized())
F8 = np.float64


@every_row
@given(data=st.data())
def test_value_gradient_and_second_derivative_are_torch_s(row: Row, data: Any) -> None:
    call, layout = data.draw(row.calls), data.draw(layouts)
    f = function(call, layout)
    ours, theirs = both(lambda lib: first_and_second(lib, f, tensors(lib, call, layout, F8), F8))
    agree(ours[0], theirs[0], f"value of {call}")
    for k, (a, b) in enumerate(zip(ours[1], theirs[1], strict=True)):
        agree(a, b, f"gradient {k} of {call}")
    for k, (a, b) in enumerate(zip(ours[2], theirs[2], strict=True)):
        agree(a, b, f"second derivative {k} of {call}")


@every_row
@given(data=st.data())
def test_the_forward_mode_tangent_is_torch_s(row: Row, data: Any) -> None:
    call, layout = data.draw(row.calls), data.draw(layouts)
    f = function(call, layout)
    ours, theirs = both(lambda lib: tangents(lib, f, tensors(lib, call, layout, F8, track=False), F8))
    agree(ours, theirs, f"tangent of {call}")


@every_row
@given(data=st.data())
def test_forward_and_reverse_mode_are_adjoint(row: Row, data: Any) -> None:
    """⟨ȳ, J t⟩ = ⟨Jᵀ ȳ, t⟩, with no second implementation beside them."""
    call, layout = data.draw(row.calls), data.draw(layouts)
    f = function(call, layout)
    xs = tensors(hg, call, layout, F8)
    y = f(hg, *xs)
    assume(np.isfinite(array(y)).all())  # the mean of nothing is nan, and so are its tangents
    g = weights(y.shape, 1, F8)
    back = hg.autograd.grad(y, xs, hg.from_numpy(g), allow_unused=True, materialize_grads=True)
    forward = tangents(hg, f, tensors(hg, call, layout, F8, track=False), F8)
    left = float(np.sum(g * array(forward)))
    right = sum(
        float(np.sum(array(b) * weights(x.shape, 10 + k, F8))) for k, (b, x) in enumerate(zip(back, xs, strict=True))
    )
    assert left == pytest.approx(right, rel=1e-10, abs=1e-10, nan_ok=True), call
