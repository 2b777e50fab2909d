"""What a graph leaves behind, what gradients share, and what comes out as a plain number."""

import gc
import weakref
from typing import Any

import numpy as np

import handgrad as hg
from tests.engine.libraries import both, leaf, scaled


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
        s.exp(), -s, s**2, 2**s, 1 - s, 1 / s, s == 2, (x > 0).all(), (x > 0).any(), x.amax(), x.std(), x.var(),
        s.clone(),
        x.logsumexp(0), s.detach(), s.data, s.grad, x.grad, *hg.autograd.grad(y, [x, s]), hessian, value, g,
        hg.where(s > 1, s, 0.0), s.clamp(0, 1), s.reshape(1)[0], x.cumsum(0)[1], s.to(hg.float64), s.sign(), s.round(),
        hg.isnan(s), hg.logical_not(s > 1), hg.maximum(s, s), hg.zeros(()), hg.tensor(np.float64(3)),
        hg.arange(3)[1], s.int(),
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
    plain = [x.size(0), x.dim(), x.numel(), x.ndim, len(x), x.sum().item(), x.stride(0), x.element_size(),
             float(x[0, 0]), int(x[0, 0]), bool(x[0, 0]), x.tolist()[0][0],
             x.is_contiguous(), x.requires_grad, x.shape[0]]  # fmt: skip
    assert all(type(p) in (int, float, bool) for p in plain)
