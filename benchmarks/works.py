"""The pieces of work that the engine is measured on, for each library that can do them.

A work is a function library -> step, where step() runs once forward and backward (and one SGD step where there are
parameters). Libraries that mirror numpy (autograd, mygrad, JAX) are given as their own small adapters.
"""

import pathlib
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

Step = Callable[[], Any]
Make = Callable[[], Step]
SEED = 0


def generator() -> np.random.Generator:
    return np.random.default_rng(SEED)


def _tensors(L: Any, *arrays: Any) -> list[Any]:
    return [L.tensor(np.asarray(a, np.float32), requires_grad=True) for a in arrays]


def _descend(L: Any, params: list[Any], rate: float) -> None:
    with L.no_grad():
        for p in params:
            p -= rate * p.grad
            p.grad = None


def moons() -> tuple[Any, Any]:
    """Two half circles with noise, 100 points, labels ±1, as in micrograd's demo."""
    rng, t = generator(), np.linspace(0, np.pi, 50)
    upper, lower = np.c_[np.cos(t), np.sin(t)], np.c_[1 - np.cos(t), 0.5 - np.sin(t)]
    x = np.concatenate([upper, lower]) + 0.1 * rng.standard_normal((100, 2))
    return x.astype(np.float32), np.repeat([-1.0, 1.0], 50).astype(np.float32)[:, None]


def mlp_weights(*sizes: int) -> list[Any]:
    rng = generator()
    layers = []
    for a, b in pairwise(sizes):
        layers += [rng.uniform(-1, 1, (a, b)).astype(np.float32) / np.sqrt(a), np.zeros(b, np.float32)]
    return layers


def moons_step(L: Any) -> Step:
    """Hinge loss and L2 penalty of a 2-16-16-1 ReLU network on 100 points, gradient, SGD step."""
    x, y = (L.tensor(a) for a in moons())
    params = _tensors(L, *mlp_weights(2, 16, 16, 1))

    def step() -> None:
        w1, b1, w2, b2, w3, b3 = params
        h = ((x @ w1 + b1).relu() @ w2 + b2).relu()
        loss = (1 - y * (h @ w3 + b3)).relu().mean() + 1e-4 * sum((p * p).sum() for p in params)
        loss.backward()
        _descend(L, params, 0.1)

    return step


def moons_micrograd() -> Step:
    from micrograd.nn import MLP

    x, y = moons()
    model = MLP(2, [16, 16, 1])

    def step() -> None:
        scores = [model(list(map(float, row))) for row in x]
        losses = [(1 + -float(t) * s).relu() for t, s in zip(y[:, 0], scores, strict=True)]
        loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in model.parameters())
        model.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.data -= 0.1 * p.grad

    return step


def moons_value() -> Step:
    from handgrad.scalar import Value

    x, y = moons()
    layers = [np.vectorize(Value, otypes=[object])(w) for w in mlp_weights(2, 16, 16, 1)]
    params = [p for layer in layers for p in layer.ravel()]

    def step() -> None:
        w1, b1, w2, b2, w3, b3 = layers
        losses = []
        for row, t in zip(x.tolist(), y[:, 0].tolist(), strict=True):
            h = [sum((w * v for w, v in zip(col, row, strict=True)), b).relu() for col, b in zip(w1.T, b1, strict=True)]
            h = [sum((w * v for w, v in zip(col, h, strict=True)), b).relu() for col, b in zip(w2.T, b2, strict=True)]
            losses.append((1 + -t * sum((w * v for w, v in zip(w3[:, 0], h, strict=True)), b3[0])).relu())
        loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in params)
        for p in params:
            p.grad = 0.0
        loss.backward()
        for p in params:
            p.data -= 0.1 * p.grad

    return step


def chain_step(L: Any) -> Step:
    """1,000 elementwise operations on 8 numbers, one after another."""
    x = L.tensor(np.linspace(0.1, 0.8, 8).astype(np.float32), requires_grad=True)

    def step() -> None:
        y = x
        for _ in range(250):
            y = ((y * 1.01 + x).tanh()) * x
        y.sum().backward()
        x.grad = None

    return step


def chain_loss(np_like: Any) -> Callable[[Any], Any]:
    def loss(x: Any) -> Any:
        y = x
        for _ in range(250):
            y = np_like.tanh(y * 1.01 + x) * x
        return np_like.sum(y)

    return loss


def classifier_data() -> tuple[Any, Any]:
    rng = generator()
    return rng.standard_normal((64, 784)).astype(np.float32), rng.integers(0, 10, 64)


def classifier_step(L: Any) -> Step:
    """784-256-128-10 with tanh, batch 64, cross-entropy, gradient, SGD step."""
    x, t = (L.tensor(a) for a in classifier_data())
    params = _tensors(L, *[w.T if w.ndim == 2 else w for w in mlp_weights(784, 256, 128, 10)])
    F = L.nn.functional

    def step() -> None:
        w1, b1, w2, b2, w3, b3 = params
        h = F.linear(F.linear(x, w1, b1).tanh(), w2, b2).tanh()
        F.cross_entropy(F.linear(h, w3, b3), t).backward()
        _descend(L, params, 0.1)

    return step


def line_data() -> tuple[Any, Any]:
    rng = generator()
    x = rng.standard_normal((100, 1)).astype(np.float32)
    return x, (2 * x + 1 + 0.1 * rng.standard_normal((100, 1))).astype(np.float32)


def regression_step(L: Any, loader: bool = False) -> Step:
    """100 epochs of linear regression in batches of 16 of 100 rows."""
    x, y = (L.tensor(a) for a in line_data())
    batches = [(x[k : k + 16], y[k : k + 16]) for k in range(0, 100, 16)]
    data = L.utils.data.DataLoader(L.utils.data.TensorDataset(x, y), batch_size=16, shuffle=True) if loader else batches

    def step() -> None:
        w, b = _tensors(L, [[0.0]], [0.0])
        for _ in range(100):
            for bx, by in data:
                L.nn.functional.mse_loss(bx @ w + b, by).backward()
                _descend(L, [w, b], 0.05)

    return step


def million() -> Any:
    return generator().standard_normal(10**6).astype(np.float32)


def tanh_step(L: Any) -> Step:
    """sum(tanh(x w + b)²) of a million numbers."""
    x, w, b = _tensors(L, million(), 2.0, 0.5)

    def step() -> None:
        ((x * w + b).tanh() ** 2).sum().backward()
        x.grad = w.grad = b.grad = None

    return step


def matmul_step(L: Any) -> Step:
    """Three products of 1024 × 1024 matrices, and their gradients."""
    a, b, c, d = _tensors(L, *(generator().standard_normal((4, 1024, 1024)) / 32))

    def step() -> None:
        (a @ b @ c @ d).sum().backward()
        a.grad = b.grad = c.grad = d.grad = None

    return step


def _square(L: Any) -> tuple[Any, Any]:
    rng = generator()
    a = L.tensor(rng.standard_normal((256, 256)).astype(np.float32) / 16)
    return (lambda x: (a @ x).tanh()), L.tensor(rng.standard_normal(256).astype(np.float32))


def _logistic(L: Any) -> tuple[Any, Any]:
    rng = generator()
    a, w = (L.tensor(rng.standard_normal(s).astype(np.float32) * 0.1) for s in ((200, 100), (100,)))
    return (lambda w: (1 + (-(a @ w)).exp()).log().mean()), w


def jacobian_step(L: Any, func: bool = False) -> Step:
    """The full Jacobian of x ↦ tanh(A x), 256 to 256."""
    f, x = _square(L)
    return (lambda: L.func.jacrev(f)(x)) if func else (lambda: L.autograd.functional.jacobian(f, x))


def hessian_step(L: Any, func: bool = False) -> Step:
    """The Hessian of a logistic loss in 100 variables."""
    f, w = _logistic(L)
    return (lambda: L.func.hessian(f)(w)) if func else (lambda: L.autograd.functional.hessian(f, w))


def hvp_step(L: Any, func: bool = False) -> Step:
    """One Hessian-vector product of the same loss."""
    f, w = _logistic(L)
    if func:
        return lambda: L.func.jvp(L.func.grad(f), (w,), (w,))
    return lambda: L.autograd.functional.hvp(f, w, w)


def scalars_step(L: Any) -> Step:
    """98,000 operations on single numbers."""
    x = L.tensor(0.5, requires_grad=True)

    def step() -> None:
        y = x
        for _ in range(24_500):
            y = (y * x + 1.0) * 0.5 + x
        y.backward()
        x.grad = None

    return step


def scalars_value(Value: Any) -> Step:
    """The same with one object per number."""
    x = Value(0.5)

    def step() -> None:
        y = x
        for _ in range(24_500):
            y = (y * x + 1.0) * 0.5 + x
        y.backward()
        x.grad = 0.0

    return step


def resident() -> float:
    """This process's resident memory in MiB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 2**20


def long_chain(L: Any, n: int = 10**6) -> tuple[float, float]:
    """(MiB that the graph takes, seconds) of n operations on one number, at the default recursion limit."""
    x = L.tensor(0.5, requires_grad=True)
    (x * 0.9 + 0.1).backward()  # the first backward loads what it needs
    before, start = resident(), time.perf_counter()
    y = x
    for _ in range(n // 2):
        y = y * 0.9 + 0.1
    taken = resident() - before
    y.backward()
    return taken, time.perf_counter() - start


def peak() -> float:
    """The most KiB that this process held since the last `forget_peak()` (Linux)."""
    status = pathlib.Path("/proc/self/status").read_text()
    return float(status.partition("VmHWM:")[2].split()[0])


def forget_peak() -> None:
    """Count the peak anew: a process begins with that of its parent."""
    pathlib.Path("/proc/self/clear_refs").write_text("5")


def tanh_peak(L: Any, n: int = 10**7) -> tuple[float]:
    """(the peak of memory during one step of sum(tanh(x w + b)²), in arrays of the size of x, x and its .grad too)."""
    x, w, b = _tensors(L, np.full(1000, 0.1), 2.0, 0.5)
    ((x * w + b).tanh() ** 2).sum().backward()  # the first backward loads what it needs
    forget_peak()
    before = peak()
    x = L.full((n,), 0.1)
    x.requires_grad_(True)
    ((x * w + b).tanh() ** 2).sum().backward()
    return ((peak() - before) / (n * 4 / 1024),)
