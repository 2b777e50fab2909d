"""Every operation passes gradcheck and gradgradcheck, which know of no second implementation."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import handgrad as hg
from tests.engine.parity import array, function, layouts, parametrized, tensors
from tests.engine.rows import Row


@pytest.mark.parametrize("row", parametrized())
@settings(max_examples=5)
@given(data=st.data())
def test_central_differences_agree_with_first_and_second_derivatives(row: Row, data: Any) -> None:
    call, layout = (
        data.draw(row.calls.filter(lambda c: c.smooth and max(a.size for a in c.arrays) < 20)),
        data.draw(layouts),
    )
    f = function(call, layout)
    xs = tensors(hg, call, layout, np.float64)
    assume(np.isfinite(array(f(hg, *xs))).all())
    assert hg.autograd.gradcheck(lambda *a: f(hg, *a), xs)
    assert hg.autograd.gradgradcheck(lambda *a: f(hg, *a), xs)


def test_gradcheck_sees_a_wrong_rule() -> None:
    """So that the test above can fail: a rule that forgets a factor is found."""

    class Half(hg.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g * ctx.saved_tensors[0]

    x = hg.tensor([1.0, 2.0], dtype=hg.float64, requires_grad=True)
    assert not hg.autograd.gradcheck(Half.apply, (x,), raise_exception=False)
