"""The engine against torch eager, hand-written numpy and its peers: `make bench` runs this and writes engine.md.

One thread, float32, medians of at least 11 interleaved rounds. Every figure is a ratio within this one run.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")  # before numpy is imported

import gc
import importlib
import importlib.metadata
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
import works
from rich.console import Console
from rich.progress import track
from rich.table import Table

import handgrad as hg
from handgrad.scalar import Value

torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One piece of work: who does it how, and what is asked of handgrad's share of torch's time."""

    name: str
    must: float
    makers: dict[str, Callable[[], works.Step]]
    rounds: int = 11
    slow: tuple[str, ...] = ()  # peers that get two rounds only
    notes: dict[str, str] = field(default_factory=dict)


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
    x, w, b = (tensor(a).realize() for a in (works.million(), 2.0, 0.5))

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


def both(work: Callable[..., works.Step], *args: Any) -> dict[str, Callable[[], works.Step]]:
    return {"handgrad": lambda: work(hg, *args), "torch": lambda: work(torch, *args)}


def and_func(work: Callable[..., works.Step]) -> dict[str, Callable[[], works.Step]]:
    """torch has two ways to derivatives of functions; the row is measured against autograd.functional."""
    return both(work) | {"torch.func": lambda: work(torch, True)}


MOONS = both(works.moons_step) | {
    "numpy": works.moons_numpy,
    "micrograd": works.moons_micrograd,
    "tinygrad": tinygrad_moons,
}
CHAIN = both(works.chain_step) | {"numpy": works.chain_numpy, "autograd": autograd_chain, "mygrad": mygrad_chain}
TANH = both(works.tanh_step) | {
    "numpy": works.tanh_numpy,
    "autograd": autograd_tanh,
    "mygrad": mygrad_tanh,
    "tinygrad": tinygrad_tanh,
}
VALUES = {"handgrad": lambda: works.scalars_value(Value), "torch": lambda: works.scalars_step(torch)}
ROWS = [
    Row("moons demo, 2-16-16-1, one step", 0.65, MOONS, slow=("micrograd", "tinygrad")),
    Row("1,000 elementwise ops on 8 numbers", 0.65, CHAIN | {"JAX": jax_chain}, slow=("JAX",)),
    Row("MLP 784-256-128-10, batch 64", 0.9, both(works.classifier_step) | {"numpy": works.classifier_numpy}),
    Row("linear regression, 100 epochs", 0.4, both(works.regression_step) | {"numpy": works.regression_numpy}),
    Row("the same with DataLoader", 0.3, both(works.regression_step, True)),
    Row("sum(tanh(x w + b)²), 10⁶ numbers", 0.45, TANH),
    Row("three 1024² matmuls", 1.1, both(works.matmul_step) | {"numpy": works.matmul_numpy}, rounds=5),
    Row("Jacobian, 256 to 256", 0.1, and_func(works.jacobian_step)),
    Row("Hessian, 100 variables", 0.08, and_func(works.hessian_step)),
    Row("Hessian-vector product", 0.4, and_func(works.hvp_step)),
    Row("98,000 scalar nodes, Tensor", 0.6, both(works.scalars_step), rounds=5),
    Row("98,000 scalar nodes, Value", 0.25, VALUES | {"micrograd": micrograd_scalars}, rounds=5, slow=("micrograd",)),
]


def measure(row: Row) -> dict[str, float | str]:
    """Median seconds of each library, rounds interleaved so that a slow moment hits all alike."""
    steps = {name: peer(make) for name, make in row.makers.items()}
    times: dict[str, list[float]] = {name: [] for name, s in steps.items() if not isinstance(s, str)}
    gc.collect()
    gc.freeze()  # what the libraries themselves keep is not walked again at every collection
    rounds, k = row.rounds, 0
    while k < rounds:
        for name in times:
            if name in row.slow and k >= 2:
                continue
            step = steps[name]
            assert not isinstance(step, str)
            start = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - start)
        k += 1
        if k == row.rounds:  # short work gets more rounds: half a second of torch's
            rounds = max(k, min(500, int(0.5 / statistics.median(times["torch"]))))
    return {name: s if isinstance(s, str) else statistics.median(times[name]) for name, s in steps.items()}


def memory_of_long_chain(library: str) -> tuple[float, float]:
    """(MiB that the graph takes, seconds of the step) for a chain of a million operations, in a process of its own."""
    code = (
        "import sys, time, importlib; sys.path.insert(0, sys.argv[2]); import works; "
        "L = importlib.import_module(sys.argv[1]); print(*works.long_chain(L))"
    )
    out = subprocess.run([sys.executable, "-c", code, library, str(HERE)], capture_output=True, text=True, check=True)
    mib, seconds = out.stdout.split()
    return float(mib), float(seconds)


def versions() -> str:
    names = ("numpy", "torch", "micrograd", "autograd", "mygrad", "tinygrad", "jax")
    have = []
    for name in names:
        try:
            have.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            have.append(f"{name} not installed")
    return f"Python {platform.python_version()}, {platform.machine()}, one thread; " + ", ".join(have)


def main() -> int:
    """Measure, print, write engine.md; exit 1 if a 'must' is missed."""
    columns = ["handgrad ms", "of torch", "must", "of numpy", "peers: times handgrad's"]
    lines = [["work", *columns]]
    missed = []
    for row in track(ROWS, description="measuring", console=Console(stderr=True)):
        found = measure(row)
        mine, torch_time = found["handgrad"], found["torch"]
        if isinstance(mine, str) or isinstance(torch_time, str):
            raise SystemExit(f"{row.name}: handgrad or torch failed: {mine} {torch_time}")
        by_hand = found.get("numpy")
        peers = [
            f"{name} {t / mine:,.1f}" if isinstance(t, float) else f"{name}: {t}"
            for name, t in found.items()
            if name not in ("handgrad", "torch", "numpy")
        ]
        ratio = mine / torch_time
        if ratio > row.must:
            missed.append(f"{row.name}: {ratio:.2f} of torch, must be {row.must}")
        hand = f"{mine / by_hand:.2f}" if isinstance(by_hand, float) else ""
        lines.append([row.name, f"{mine * 1e3:.3f}", f"{ratio:.2f}", f"{row.must}", hand, ", ".join(peers)])
    (mib, seconds), (torch_mib, torch_seconds) = memory_of_long_chain("handgrad"), memory_of_long_chain("torch")
    lines.append(["chain of 10⁶ ops", f"{seconds * 1e3:.0f}", f"{seconds / torch_seconds:.2f}", "0.6", "",
                  f"memory {mib:.0f} MiB, torch {torch_mib:.0f} MiB"])  # fmt: skip
    if seconds / torch_seconds > 0.6 or mib > 300:
        missed.append(f"chain of 10⁶ ops: {seconds / torch_seconds:.2f} of torch, {mib:.0f} MiB")
    report(lines, missed)
    return 1 if missed else 0


def report(lines: list[list[str]], missed: list[str]) -> None:
    table = Table(*lines[0], title="handgrad against its peers", caption=versions())
    for line in lines[1:]:
        table.add_row(*line)
    Console().print(table)
    for m in missed:
        Console().print(f"[red]missed[/red] {m}")
    rows = ["| " + " | ".join(line) + " |" for line in lines]
    rows.insert(1, "|-" * len(lines[0]) + "|")
    head = "# handgrad against its peers\n\nWritten by `make bench`. Medians of interleaved rounds within one run.\n\n"
    (HERE / "engine.md").write_text(head + "\n".join(rows) + f"\n\n{versions()}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
