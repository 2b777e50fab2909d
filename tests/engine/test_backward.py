"""Sweeps: once and again, many paths, many orders, each on both libraries."""

from typing import Any

import numpy as np
import pytest
import torch

import handgrad as hg
from tests.engine.libraries import both, leaf


# --- backward, once and again
@both
def test_backward_twice_through_x_to_the_fourth_gives_216(lib: Any) -> None:
    x = leaf(lib, 3.0)
    y = (x**2) ** 2
    y.backward(retain_graph=True)
    assert x.grad.item() == 108
    y.backward()
    assert x.grad.item() == 216


@both
def test_forty_doublings_are_forty_nodes_not_two_to_the_forty_paths(lib: Any) -> None:
    x = y = leaf(lib, 1.0)
    for _ in range(40):
        y = y + y
    y.backward()
    assert x.grad.item() == 2.0**40


@both
def test_a_chain_of_a_hundred_thousand_operations_needs_no_recursion(lib: Any) -> None:
    x = y = leaf(lib, 1.0)
    for _ in range(100_000):
        y = y * 1.0
    y.backward()
    assert x.grad.item() == 1
    del y


def test_a_long_chain_works_in_forward_mode_and_recorded_sweeps_too() -> None:
    def chain(x: Any) -> Any:
        for _ in range(20_000):
            x = x * 1.0
        return x

    x = leaf(hg, 2.0)
    assert hg.func.jvp(chain, (x.detach(),), (hg.tensor(3.0, dtype=hg.float64),))[1].item() == 3
    (g,) = hg.autograd.grad(chain(x) * x, x, create_graph=True)
    assert g.item() == 4
    assert hg.autograd.grad(g, x)[0].item() == 2


@both
def test_paths_through_a_diamond_add(lib: Any) -> None:
    x = leaf(lib, 2.0)
    (x * 3 * (x * x)).backward()
    assert x.grad.item() == 36


@both
def test_a_leaf_used_in_many_places_receives_the_sum(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    (x * x + x.sum() * x + x[0] + lib.stack([x, x]).sum()).sum().backward()
    assert x.grad.tolist() == [2 + 3 + 3 + 2 + 4, 4 + 3 + 3 + 4]


@both
def test_gradients_add_up_over_calls_until_they_are_zeroed(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    (x * 2).sum().backward()
    (x * 3).sum().backward()
    assert x.grad.tolist() == [5, 5]
    x.grad.zero_()
    (x * 3).sum().backward()
    assert x.grad.tolist() == [3, 3]
    x.grad = None
    (x * 3).sum().backward()
    assert x.grad.tolist() == [3, 3]


@both
def test_a_non_scalar_takes_its_weights_from_gradient(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0, 3.0])
    (x**2).backward(gradient=lib.tensor([1.0, 10.0, 100.0], dtype=lib.float64))
    assert x.grad.tolist() == [2, 40, 600]


@both
def test_several_roots_share_one_sweep(lib: Any) -> None:
    x = leaf(lib, 2.0)
    h = x * x
    lib.autograd.backward([h * 3, h * 4])
    assert x.grad.item() == 28


@both
def test_backward_on_inputs_alone_leaves_the_others_untouched(lib: Any) -> None:
    x, w = leaf(lib, 2.0), leaf(lib, 5.0)
    (x * w).backward(inputs=[x])
    assert (x.grad.item(), w.grad) == (5, None)


@both
def test_a_graph_whose_rules_need_nothing_may_be_swept_twice(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    y = (x + 2).sum()
    y.backward()
    y.backward()
    assert x.grad.tolist() == [2, 2]


@both
def test_autograd_grad_leaves_no_trace_in_grad(lib: Any) -> None:
    x = leaf(lib, 3.0)
    h = x * x
    gx, gh = lib.autograd.grad(h * 2, [x, h], allow_unused=True)
    assert (gx.item(), gh.item(), x.grad) == (12, 2, None)


@both
def test_an_input_that_was_not_used_is_none_or_zeros_on_request(lib: Any) -> None:
    x, w = leaf(lib, [1.0, 2.0]), leaf(lib, [1.0, 2.0])
    y = (x * 2).sum()
    assert lib.autograd.grad(y, [x, w], allow_unused=True, retain_graph=True)[1] is None
    assert lib.autograd.grad(y, w, materialize_grads=True)[0].tolist() == [0, 0]


@both
def test_batched_cotangents_give_a_whole_jacobian_in_one_sweep(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0, 3.0])
    (rows,) = lib.autograd.grad(x * x, x, lib.eye(3, dtype=lib.float64), is_grads_batched=True)
    assert rows.tolist() == [[2, 0, 0], [0, 4, 0], [0, 0, 6]]


# --- derivatives of order 1 to 5
POLYNOMIAL = [1.0, -2.0, 3.0, 0.5, -1.5, 0.25]


@both
def test_derivatives_of_order_one_to_five_of_a_polynomial(lib: Any) -> None:
    x = leaf(lib, 1.5)
    y = sum(c * x**k for k, c in enumerate(POLYNOMIAL))
    expected = np.polynomial.Polynomial(POLYNOMIAL)
    for _ in range(5):
        (y,) = lib.autograd.grad(y, x, create_graph=True)
        expected = expected.deriv()
        assert y.item() == pytest.approx(expected(1.5), rel=1e-12)


def test_derivatives_of_order_one_to_five_of_what_a_network_is_made_of_are_torch_s() -> None:
    def f(lib: Any, x: Any) -> Any:
        return (lib.tanh(x * 2) * lib.exp(-x) + lib.sigmoid(x) / (x * x + 1) + lib.log(x + 3) * lib.sin(x)).sum()

    tables = []
    for lib in (hg, torch):
        x = leaf(lib, [0.3, -0.7])
        y, table = f(lib, x), []
        for _ in range(5):
            (g,) = lib.autograd.grad(y, x, create_graph=True)
            table.append(g.tolist())
            y = g.sum()
        tables.append(table)
    np.testing.assert_allclose(tables[0], tables[1], rtol=1e-10)


def test_five_nested_grads_are_the_fifth_derivative() -> None:
    f: Any = lambda x: x**5 * 2
    for _ in range(5):
        f = hg.func.grad(f)
    assert f(hg.tensor(3.0)).item() == 240


@both
def test_a_gradient_in_grad_can_itself_be_differentiated(lib: Any) -> None:
    x = leaf(lib, 3.0)
    (x**3).backward(create_graph=True)
    assert x.grad.requires_grad
    g, x.grad = x.grad, None
    g.backward()
    assert x.grad.item() == 18


def test_an_infinite_cotangent_passes_tanh_as_in_torch() -> None:
    grads = []
    for lib in (hg, torch):
        x = lib.tensor([0.5, 0.0, 30.0], requires_grad=True)
        (x.tanh() * float("inf")).sum().backward()
        grads.append(repr(x.grad))
    assert grads[0] == grads[1]
    assert "inf" in grads[1]
