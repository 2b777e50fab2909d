"""The same pieces of work for libraries with ways of their own: one function each, that returns a step."""

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import works


def peer(make: Callable[[], works.Step]) -> works.Step | str:
    """The peer's step, or why it cannot be had."""
    try:
        step = make()
        step()
    except ImportError:
        return "not installed"
    except Exception as e:
        return f"{type(e).__name__}: {str(e).splitlines()[0][:60] if str(e) else ''}"
    return step


def autograd_chain() -> works.Step:
    import autograd
    import autograd.numpy as anp

    x, gradient = np.linspace(0.1, 0.8, 8).astype(np.float32), autograd.grad(works.chain_loss(anp))
    return lambda: gradient(x)


def mygrad_chain() -> works.Step:
    import mygrad as mg

    def step() -> None:
        x = mg.tensor(np.linspace(0.1, 0.8, 8).astype(np.float32))
        works.chain_loss(mg)(x).backward()

    return step


def jax_chain() -> works.Step:
    import jax
    import jax.numpy as jnp

    x, gradient = np.linspace(0.1, 0.8, 8).astype(np.float32), jax.grad(works.chain_loss(jnp))
    return lambda: gradient(x).block_until_ready()


def autograd_tanh() -> works.Step:
    import autograd
    import autograd.numpy as anp

    gradient = autograd.grad(lambda x, w, b: anp.sum(anp.tanh(x * w + b) ** 2), (0, 1, 2))
    x = works.million()
    return lambda: gradient(x, np.float32(2.0), np.float32(0.5))


def mygrad_tanh() -> works.Step:
    import mygrad as mg

    data = works.million()

    def step() -> None:
        x, w, b = mg.tensor(data), mg.tensor(np.float32(2.0)), mg.tensor(np.float32(0.5))
        (mg.tanh(x * w + b) ** 2).sum().backward()

    return step


def tinygrad() -> Any:
    """tinygrad's Tensor on this CPU, for which it needs clang. It fuses a graph and compiles it on the first step."""
    if shutil.which("clang") is None:
        raise RuntimeError("needs clang")
    os.environ["DEV"] = "CPU"
    return importlib.import_module("tinygrad").Tensor


def tinygrad_tanh() -> works.Step:
    tensor = tinygrad()
    x, w, b = (tensor(np.asarray(a, np.float32)).realize() for a in (works.million(), [2.0], [0.5]))

    def step() -> None:
        grads = ((x * w + b).tanh() ** 2).sum().gradient(x, w, b)
        tensor.realize(*grads)

    return step


def tinygrad_moons() -> works.Step:
    tensor = tinygrad()
    x, y = (tensor(a).realize() for a in works.moons())
    params = [tensor(w).realize() for w in works.mlp_weights(2, 16, 16, 1)]

    def step() -> None:
        w1, b1, w2, b2, w3, b3 = params
        h = ((x @ w1 + b1).relu() @ w2 + b2).relu()
        loss = (1 - y * (h @ w3 + b3)).relu().mean() + 1e-4 * sum((p * p).sum() for p in params)
        new = [p - 0.1 * g for p, g in zip(params, loss.gradient(*params), strict=True)]
        tensor.realize(*new)
        params[:] = new

    return step


def micrograd_scalars() -> works.Step:
    from micrograd.engine import Value as Micro

    sys.setrecursionlimit(200_000)
    return works.scalars_value(Micro)
