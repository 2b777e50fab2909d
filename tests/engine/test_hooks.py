"""Hooks and retained gradients: what sees a gradient on its way, and may change it."""

from typing import Any

from tests.engine.libraries import both, leaf


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
