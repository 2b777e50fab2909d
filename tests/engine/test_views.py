"""Views share memory with their base and gradients with their graph; detach, .data and no_grad cut it."""

from typing import Any

import pytest

from tests.engine.libraries import both, leaf


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
