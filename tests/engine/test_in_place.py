"""Edits in place: what raises, what is differentiated, what is counted."""

from typing import Any

import pytest

from tests.engine.libraries import both, leaf


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
def test_an_edit_heeds_its_options_where_nothing_is_recorded(lib: Any) -> None:
    x, y = lib.tensor([7.0, 8.0]), lib.tensor([2.0, 4.0])
    assert x.clone().sub_(y, alpha=0.5).tolist() == [6.0, 6.0]
    assert x.clone().add_(y, alpha=0.5).tolist() == [8.0, 10.0]
    assert x.clone().add_(other=y).tolist() == [9.0, 12.0]
    assert x.clone().div_(y, rounding_mode="floor").tolist() == [3.0, 2.0]


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
