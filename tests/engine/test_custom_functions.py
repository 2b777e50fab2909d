"""autograd.Function: one and several outputs, freed, differentiated again, pushed forward, checked."""

from typing import Any

import pytest

import handgrad as hg
from tests.engine.libraries import both, leaf, scaled, split_function


@both
def test_a_custom_function_has_its_own_backward_and_name(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    y = scaled(lib).apply(x, 3.0)
    assert y.grad_fn.name() == "ScaledBackward"
    y.sum().backward()
    assert x.grad.tolist() == [6, 12]


@both
def test_a_custom_function_can_be_differentiated_twice(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    (g,) = lib.autograd.grad(scaled(lib).apply(x, 3.0).sum(), x, create_graph=True)
    assert lib.autograd.grad(g.sum(), x)[0].tolist() == [6, 6]


@both
def test_a_freed_custom_function_raises_on_the_second_backward(lib: Any) -> None:
    x = leaf(lib, 2.0)
    y = scaled(lib).apply(x, 3.0)
    y.backward()
    with pytest.raises(RuntimeError, match="second time"):
        y.backward()


@both
def test_a_custom_function_may_have_several_outputs(lib: Any) -> None:
    x, y = leaf(lib, [1.0, 2.0]), leaf(lib, [3.0, 5.0])
    p, s = split_function(lib).apply(x, y)
    assert (p.grad_fn.name(), s.grad_fn.name()) == ("TwoBackward", "TwoBackward")
    (p * 10 + s).sum().backward()
    assert x.grad.tolist() == [31, 51]
    assert y.grad.tolist() == [11, 21]


@both
def test_an_output_that_was_not_used_comes_to_backward_as_zeros(lib: Any) -> None:
    x, y = leaf(lib, [1.0, 2.0]), leaf(lib, [3.0, 5.0])
    split_function(lib).apply(x, y)[1].sum().backward()
    assert x.grad.tolist() == [1, 1]


@both
def test_a_non_differentiable_output_has_no_graph(lib: Any) -> None:
    x, y = leaf(lib, [1.0, -2.0]), leaf(lib, [3.0, 5.0])
    p, n = split_function(lib, constant=True).apply(x, y)
    assert p.requires_grad
    assert not n.requires_grad
    assert n.item() == 1
    p.sum().backward()
    assert x.grad.tolist() == [3, 5]


@both
def test_only_inputs_that_need_it_are_announced(lib: Any) -> None:
    class Asks(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *xs: Any) -> Any:
            seen.append(ctx.needs_input_grad)
            return xs[0] * 1

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g, None, None

    seen: list[Any] = []
    Asks.apply(leaf(lib, 1.0), lib.tensor(2.0), 3)
    assert seen == [(True, False, False)]


def test_a_custom_function_serves_forward_mode() -> None:
    f = scaled(hg)
    y, t = hg.func.jvp(lambda x: f.apply(x, 3.0), (hg.tensor([1.0, 2.0]),), (hg.tensor([1.0, 10.0]),))
    assert y.tolist() == [3, 12]
    assert t.tolist() == [6, 120]


def test_a_custom_function_of_two_inputs_and_outputs_serves_forward_mode() -> None:
    class Both(split_function(hg)):  # type: ignore[misc]
        @staticmethod
        def jvp(ctx: Any, s: Any, t: Any) -> Any:
            x, y = ctx.saved_tensors
            return s * y + x * t, s + t

    def f(x: Any, y: Any) -> Any:
        p, s = Both.apply(x, y)
        return p * 10 + s

    x, y = hg.tensor([1.0, 2.0]), hg.tensor([3.0, 5.0])
    g = lambda x, y: x * y * 10 + x + y
    tangents = (hg.tensor([1.0, -1.0]), hg.tensor([2.0, 0.5]))
    assert hg.func.jvp(f, (x, y), tangents)[1].tolist() == hg.func.jvp(g, (x, y), tangents)[1].tolist()
    assert hg.func.jacfwd(f)(x, y).tolist() == hg.func.jacrev(f)(x, y).tolist() == [[31, 0], [0, 51]]


@both
def test_each_backward_calls_the_custom_backward_once(lib: Any) -> None:
    """Once a sweep for all inputs, and anew in the next sweep, even if it brings the same cotangent."""
    calls = []

    class Product(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any, y: Any) -> Any:
            return x * y

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            calls.append(1)
            return g * len(calls), g

    x, y, seed = leaf(lib, [1.0, 2.0]), leaf(lib, [3.0, 5.0]), lib.ones(2, dtype=lib.float64)
    p = Product.apply(x, y)
    p.backward(seed, retain_graph=True)
    p.backward(seed, retain_graph=True)
    assert len(calls) == 2
    assert x.grad.tolist() == [1 + 2, 1 + 2]


@both
def test_gradcheck_tells_a_right_backward_from_a_wrong_one(lib: Any) -> None:
    class Wrong(scaled(lib)):  # type: ignore[misc]
        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g * ctx.k * ctx.saved_tensors[0], None

    x = leaf(lib, [1.0, 2.0])
    right, wrong = (lambda x: scaled(lib).apply(x, 3.0)), (lambda x: Wrong.apply(x, 3.0))
    assert lib.autograd.gradcheck(right, (x,))
    assert lib.autograd.gradgradcheck(right, (x,))
    assert not lib.autograd.gradcheck(wrong, (x,), raise_exception=False)
    with pytest.raises(RuntimeError, match="Jacobian mismatch for output 0 with respect to input 0"):
        lib.autograd.gradcheck(wrong, (x,))


def broadcasting(lib: Any, gradient: Any) -> Any:
    """a · b of any shapes, whose backward leaves the undoing of broadcasting to the engine, or returns `gradient`."""

    class Product(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, a: Any, b: Any) -> Any:
            ctx.save_for_backward(a, b)
            return a * b

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            a, b = ctx.saved_tensors
            return (g * b, g * a) if gradient is None else (gradient, None)

    return Product


@both
def test_a_gradient_of_the_broadcast_shape_is_summed_to_the_shape_of_its_input(lib: Any) -> None:
    a, b = leaf(lib, [[1.0], [2.0]]), leaf(lib, [3.0, 4.0, 5.0])
    broadcasting(lib, None).apply(a, b).sum().backward()
    assert a.grad.tolist() == [[12], [12]]
    assert b.grad.tolist() == [3, 3, 3]
    (g,) = lib.autograd.grad(broadcasting(lib, None).apply(a, b).sum(), b, create_graph=True)
    assert lib.autograd.grad(g.sum(), a)[0].tolist() == [[3], [3]]


@both
def test_a_gradient_comes_in_the_dtype_of_its_input(lib: Any) -> None:
    a, b = leaf(lib, [1.0, 2.0]), leaf(lib, [3.0, 4.0])
    broadcasting(lib, lib.tensor([1.0, 2.0], dtype=lib.float32)).apply(a, b).sum().backward()
    assert str(a.grad.dtype).endswith("float64")


@both
def test_a_gradient_that_fits_no_shape_of_the_input_is_refused(lib: Any) -> None:
    a, b = leaf(lib, [1.0, 2.0]), leaf(lib, [3.0, 4.0])
    text = (
        r"Function ProductBackward returned an invalid gradient at index 0 - got \[3\] but expected shape compatible "
    )
    with pytest.raises(RuntimeError, match=text + r"with \[2\]"):
        broadcasting(lib, lib.zeros(3)).apply(a, b).sum().backward()
