"""The hard cases: what a small engine gets wrong unless it was made for them. Most run on both libraries alike."""

import gc
import weakref
from typing import Any

import numpy as np
import pytest
import torch

import handgrad as hg

both = pytest.mark.parametrize("lib", [hg, torch], ids=["handgrad", "torch"])


def leaf(lib: Any, data: Any, dtype: str = "float64") -> Any:
    return lib.tensor(data, dtype=getattr(lib, dtype), requires_grad=True)


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


# --- hooks
@both
def test_a_hook_sees_the_complete_gradient_once(lib: Any) -> None:
    x, seen = leaf(lib, 2.0), []
    h = x * 1
    h.register_hook(lambda g: seen.append(g.item()))
    x.register_hook(lambda g: seen.append(g.item()))
    (h * 3 + h * 4).backward()
    assert seen == [7, 7]


@both
def test_what_a_hook_returns_replaces_the_gradient(lib: Any) -> None:
    x = leaf(lib, 2.0)
    h = x * 5
    h.register_hook(lambda g: g * 10)
    h.register_hook(lambda g: g + 1)
    x.register_hook(lambda g: -g)
    h.backward()
    assert x.grad.item() == -55


@both
def test_a_removed_hook_is_silent(lib: Any) -> None:
    x, seen = leaf(lib, 2.0), []
    handles = [x.register_hook(lambda g, k=k: seen.append(k)) for k in range(3)]
    handles[1].remove()
    handles[1].remove()
    (x * 3).backward()
    assert seen == [0, 2]


@both
def test_retain_grad_keeps_the_gradient_of_a_number_in_between(lib: Any) -> None:
    x = leaf(lib, 2.0)
    h = x * 5
    h.retain_grad()
    assert h.retains_grad
    assert not x.retains_grad
    (h * h).backward()
    assert h.grad.item() == 20
    (x * 5 + h.detach()).backward()
    assert h.grad.item() == 20


@both
def test_retained_gradients_of_inputs_of_grad_and_hooks_work_together(lib: Any) -> None:
    x = leaf(lib, 2.0)
    h = x * 5
    h.register_hook(lambda g: g * 2)
    h.retain_grad()
    (h * 3).backward()
    assert (h.grad.item(), x.grad.item()) == (6, 30)


# --- custom functions
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
    calls = []

    class Counted(split_function(lib)):  # type: ignore[misc]
        @staticmethod
        def backward(ctx: Any, g: Any, h: Any) -> Any:
            calls.append(1)
            return g, h

    x, seed = leaf(lib, [1.0, 2.0]), lib.ones(2, dtype=lib.float64)
    p, _ = Counted.apply(x, leaf(lib, [3.0, 5.0]))
    p.backward(seed, retain_graph=True)
    p.backward(seed, retain_graph=True)
    assert len(calls) == 2
    assert x.grad.tolist() == [2, 2]


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


# --- edits in place
@both
def test_an_operand_edited_after_it_was_saved_raises(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    h = x * 1
    y = h * h
    h.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


@both
def test_a_result_edited_after_its_rule_saved_it_raises(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    y = x.exp()
    y[0] = 5.0
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


@both
def test_an_edit_through_a_view_of_a_saved_operand_raises(lib: Any) -> None:
    x, c = leaf(lib, [1.0, 2.0]), lib.tensor([1.0, 2.0], dtype=lib.float64)
    y = x * c
    c[0:1].mul_(3)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


@both
def test_an_edit_of_what_no_rule_reads_is_allowed_and_differentiated(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    y = x + 1
    y.mul_(3)
    y[0] = 0.0
    y += x
    y.sum().backward()
    assert x.grad.tolist() == [1, 4]


@both
def test_assignment_sends_the_gradient_to_the_value_and_takes_it_from_what_was_overwritten(lib: Any) -> None:
    x, v = leaf(lib, [1.0, 2.0, 3.0]), leaf(lib, 5.0)
    y = x * 2
    y[1:] = v
    (y * lib.tensor([1.0, 10.0, 100.0], dtype=lib.float64)).sum().backward()
    assert x.grad.tolist() == [2, 0, 0]
    assert v.grad.item() == 110


@both
def test_edits_under_no_grad_change_values_and_no_history(lib: Any) -> None:
    w = leaf(lib, [1.0, 2.0])
    (w * w).sum().backward()
    with lib.no_grad():
        w -= 0.5 * w.grad
    assert w.is_leaf
    assert w.requires_grad
    assert w.tolist() == [0, 0]


@both
def test_a_saved_operand_edited_under_no_grad_raises_too(lib: Any) -> None:
    w = leaf(lib, [1.0, 2.0])
    y = (w * w).sum()
    with lib.no_grad():
        w.mul_(2)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


@both
def test_edits_are_counted(lib: Any) -> None:
    x = lib.tensor([1.0, 2.0])
    before = x._version
    x.add_(1)
    x[0] = 3.0
    x[1:].mul_(2)
    assert x._version - before == 3


# --- views
@both
def test_a_view_shares_memory_with_its_base(lib: Any) -> None:
    x = lib.zeros(2, 3)
    views = [x[0], x[:, 1], x.t()[1], x.view(6)[1:3], x.unsqueeze(0)[0, 0], x.transpose(0, 1)[2], x.reshape(3, 2)[0]]
    x.add_(1)
    assert all((v == 1).all().item() for v in views)
    x.t()[0, 0] = 7.0
    assert x[0, 0].item() == 7


@both
def test_a_copy_does_not_share_memory(lib: Any) -> None:
    x = lib.zeros(2, 3)
    copies = [x.clone(), x[[0, 1]], x[x == 0], x.t().reshape(6), x.t().contiguous(), x * 1, lib.tensor(x.tolist())]
    x.add_(1)
    assert all((c == 0).all().item() for c in copies)


@both
def test_strides_and_contiguity_of_views(lib: Any) -> None:
    x = lib.zeros(2, 3, 4)
    assert x.stride() == (12, 4, 1)
    assert x.transpose(0, 2).stride() == (1, 4, 12)
    assert (x[:, 1].stride(), x[:, 1].storage_offset()) == ((12, 1), 4)
    assert lib.zeros(3).expand(2, 3).stride() == (0, 1)
    assert x.is_contiguous()
    assert not x.transpose(0, 2).is_contiguous()
    assert x.transpose(0, 2).contiguous().is_contiguous()


@both
def test_writing_into_an_expanded_view_raises(lib: Any) -> None:
    with pytest.raises(RuntimeError, match="more than one element of the written-to tensor refers to a single memory"):
        lib.zeros(1).expand(3).add_(1)


@both
def test_gradients_reach_the_base_of_a_view(lib: Any) -> None:
    x = leaf(lib, [[1.0, 2.0], [3.0, 4.0]])
    (x[0] * x[:, 1] + x.t()[0]).sum().backward()
    # x₀₀ x₀₁ + x₀₁ x₁₁ + x₀₀ + x₁₀
    assert x.grad.tolist() == [[3, 5], [1, 2]]


# --- detach, .data, no_grad
@both
def test_detach_shares_memory_and_cuts_the_history(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    d = (x * 2).detach()
    assert d.is_leaf
    assert not d.requires_grad
    y = x.detach()
    with lib.no_grad():
        y[0] = 9.0
    assert x.tolist() == [9, 2]


@both
def test_detach_inside_a_product_makes_a_constant_of_it(lib: Any) -> None:
    x = leaf(lib, 3.0)
    (x * x.detach()).backward()
    assert x.grad.item() == 3


@both
def test_edits_through_data_escape_the_version_check_and_give_wrong_gradients(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    y = (x * x).sum()
    x.data.mul_(10)
    y.backward()
    assert x.grad.tolist() == [20, 40]


@both
def test_edits_through_detach_do_not_escape_the_version_check(lib: Any) -> None:
    x = leaf(lib, [1.0, 2.0])
    y = (x * x).sum()
    x.detach().mul_(10)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


@both
def test_recording_can_be_switched_in_all_three_forms(lib: Any) -> None:
    x = leaf(lib, 2.0)
    with lib.no_grad():
        assert not lib.is_grad_enabled()
        assert not (x * 2).requires_grad
        with lib.enable_grad():
            assert (x * 2).requires_grad
        assert not (x * 2).requires_grad
        with lib.set_grad_enabled(True):
            assert (x * 2).requires_grad
    assert lib.no_grad()(lambda: (x * 2).requires_grad)() is False
    assert lib.no_grad(lambda: (x * 2).requires_grad)() is False
    with lib.no_grad():
        assert lib.enable_grad()(lambda: (x * 2).requires_grad)() is True
    lib.set_grad_enabled(False)
    assert not (x * 2).requires_grad
    lib.set_grad_enabled(True)
    assert (x * 2).requires_grad


@both
def test_recording_is_on_again_after_an_error(lib: Any) -> None:
    with pytest.raises(ZeroDivisionError), lib.no_grad():
        _ = 1 / 0
    assert lib.is_grad_enabled()


@both
def test_one_guard_object_may_be_used_again(lib: Any) -> None:
    guard = lib.no_grad()
    for _ in range(2):
        with guard:
            assert not lib.is_grad_enabled()
        assert lib.is_grad_enabled()


@both
def test_leaves_and_flags(lib: Any) -> None:
    x = leaf(lib, 2.0)
    y = x * 2
    assert (x.is_leaf, y.is_leaf, y.detach().is_leaf, lib.tensor(1.0).is_leaf) == (True, False, True, True)
    assert y.requires_grad_() is y
    x.requires_grad_(False)
    assert not (x * 2).requires_grad
    z = (lib.tensor(2.0) * 3).requires_grad_()
    (z * z).backward()
    assert z.grad.item() == 12


@both
def test_detach_in_place_makes_a_leaf(lib: Any) -> None:
    y = leaf(lib, 2.0) * 2
    y.detach_()
    assert y.is_leaf
    assert not y.requires_grad


# --- memory
def test_a_dropped_graph_leaves_nothing_to_the_garbage_collector() -> None:
    x, custom = leaf(hg, np.ones((3, 3)).tolist()), scaled(hg)
    gc.collect()
    gc.disable()
    try:
        y = (hg.tanh(x @ x.t()) * x + x[0].exp().sum() - hg.cat([x, x])[:3].amax(0)).mean()
        nodes = [weakref.ref(y)]
        y.backward(retain_graph=True)
        g = hg.autograd.grad(y, x, create_graph=True)
        z = custom.apply(x, 2.0).sum()
        z.backward()
        x.grad = None
        del y, g, z
        assert nodes[0]() is None
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_leaf_dies_with_its_last_name() -> None:
    gc.collect()
    gc.disable()
    try:
        x = leaf(hg, [1.0])
        (x * 2).sum().backward()
        dead = weakref.ref(x)
        del x
        assert dead() is None
        assert gc.collect() == 0
    finally:
        gc.enable()


@both
def test_gradients_share_memory_with_nothing(lib: Any) -> None:
    """Not with another leaf's gradient, not with the seed, not with what a rule saved."""
    x, w, seed = leaf(lib, [1.0, 2.0]), leaf(lib, [3.0, 4.0]), lib.ones(2, dtype=lib.float64)
    (x + w).backward(seed)
    x.grad.mul_(10)
    assert w.grad.tolist() == [1, 1]
    assert seed.tolist() == [1, 1]
    a, b = leaf(lib, [1.0, 2.0]), leaf(lib, [3.0, 4.0])
    (a * b).backward(seed, retain_graph=True)
    a.grad.mul_(10)
    assert b.tolist() == [3, 4]
    (g,) = lib.autograd.grad(a + b, a, seed)
    g.add_(0)
    (h,) = lib.autograd.grad(a * b, a, seed)
    h.add_(1)
    assert b.tolist() == [3, 4]
    assert seed.tolist() == [1, 1]


@both
def test_the_gradient_of_the_leaf_itself_is_not_the_seed(lib: Any) -> None:
    x, seed = leaf(lib, [1.0, 2.0]), lib.ones(2, dtype=lib.float64)
    x.backward(seed)
    x.grad.mul_(5)
    assert seed.tolist() == [1, 1]
    x.backward(seed)
    assert x.grad.tolist() == [6, 6]
    assert seed.tolist() == [1, 1]


@both
def test_a_second_call_adds_to_a_gradient_that_somebody_holds(lib: Any) -> None:
    """As in torch the accumulation is in place: who holds .grad sees it grow."""
    x = leaf(lib, [1.0, 2.0])
    (x * 2).sum().backward()
    held = x.grad
    (x * 2).sum().backward()
    assert held is x.grad
    assert held.tolist() == [4, 4]


@both
def test_the_gradient_of_an_expanded_sum_can_be_written_to(lib: Any) -> None:
    x = leaf(lib, [[1.0, 2.0], [3.0, 4.0]])
    x.sum().backward()
    x.grad[0, 0] = 5.0
    assert x.grad.tolist() == [[5, 1], [1, 1]]


# --- no plain numbers
def public_results() -> list[Any]:
    """What the engine hands out, in all the ways that could leak a numpy scalar."""
    x = hg.tensor([1.0, 2.0], requires_grad=True)
    s = hg.tensor(2.0, requires_grad=True)
    y = (x * s).sum()
    y.backward(retain_graph=True)
    hessian, (value, g) = hg.func.hessian(lambda t: (t * t).sum())(x), hg.func.grad_and_value(lambda t: t * t)(s)
    return [
        x[0], x.sum(), x.mean(), x.max(), x.max(0).values, x.max(0).indices, x.argmax(), x @ x, x.dot(x), s * 2, s + s,
        s.exp(), -s, s**2, 2**s, 1 - s, 1 / s, s == 2, (x > 0).all(), (x > 0).any(), x.amax(), x.std(), x.var(), s.clone(),
        x.logsumexp(0), s.detach(), s.data, s.grad, x.grad, *hg.autograd.grad(y, [x, s]), hessian, value, g,
        hg.where(s > 1, s, 0.0), s.clamp(0, 1), s.reshape(1)[0], x.cumsum(0)[1], s.to(hg.float64), s.sign(), s.round(),
        hg.isnan(s), hg.logical_not(s > 1), hg.maximum(s, s), hg.zeros(()), hg.tensor(np.float64(3)), hg.arange(3)[1], s.int(),
        next(iter(x)), y.grad_fn(hg.tensor(1.0)), hg.stack([s, s])[0], hg.rand(()), hg.randint(3, (2,))[0], s.relu(),
    ]  # fmt: skip


def test_no_public_result_is_a_python_or_numpy_scalar() -> None:
    results = public_results()
    assert all(isinstance(r, hg.Tensor) for r in results), [type(r).__name__ for r in results]
    assert all(type(r.detach().numpy()) is np.ndarray for r in results)
    assert all(type(r.shape) is hg.Size for r in results)
    assert all(type(v) in (int, float, bool) for r in results for v in np.asarray(r.tolist(), object).ravel())


@both
def test_what_torch_returns_as_plain_python_is_plain_python(lib: Any) -> None:
    x = lib.tensor([[1.0, 2.0]])
    plain = [x.size(0), x.dim(), x.numel(), x.ndim, len(x), x.sum().item(), x.stride(0), x.element_size(), float(x[0, 0]),
             int(x[0, 0]), bool(x[0, 0]), x.tolist()[0][0], x.is_contiguous(), x.requires_grad, x.shape[0]]  # fmt: skip
    assert all(type(p) in (int, float, bool) for p in plain)
