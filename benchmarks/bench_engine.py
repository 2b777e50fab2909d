"""The engine against torch eager, hand-written numpy and its peers: `make bench` runs this and writes engine.md.

One thread, float32, medians of at least 11 interleaved rounds. Every figure is a ratio within this one run.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")  # before numpy is imported

import gc
import importlib.metadata
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import by_hand
import peers
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
    """One piece of work: who does it how, and what is asked of handgrad's share of torch's time.

    `times` asks more: how many times handgrad's time each of these peers must need.
    """

    name: str
    must: float
    makers: dict[str, Callable[[], works.Step]]
    rounds: int = 11
    slow: tuple[str, ...] = ()  # peers that get two rounds only
    times: dict[str, float] = field(default_factory=dict)


def both(work: Callable[..., works.Step], *args: Any) -> dict[str, Callable[[], works.Step]]:
    return {"handgrad": lambda: work(hg, *args), "torch": lambda: work(torch, *args)}


def and_func(work: Callable[..., works.Step]) -> dict[str, Callable[[], works.Step]]:
    """torch has two ways to derivatives of functions; the row is measured against autograd.functional."""
    return both(work) | {"torch.func": lambda: work(torch, True)}


MOONS = both(works.moons_step) | {
    "numpy": by_hand.moons_numpy,
    "micrograd": works.moons_micrograd,
    "tinygrad": peers.tinygrad_moons,
}
CHAIN = both(works.chain_step) | {
    "numpy": by_hand.chain_numpy,
    "autograd": peers.autograd_chain,
    "mygrad": peers.mygrad_chain,
    "JAX": peers.jax_chain,
}
TANH = both(works.tanh_step) | {
    "numpy": by_hand.tanh_numpy,
    "autograd": peers.autograd_tanh,
    "mygrad": peers.mygrad_tanh,
    "tinygrad": peers.tinygrad_tanh,
}
MATMUL = both(works.matmul_step) | {"numpy": by_hand.matmul_numpy}
MLP = both(works.classifier_step) | {"numpy": by_hand.classifier_numpy}
VALUES = {
    "handgrad": lambda: works.scalars_value(Value),
    "torch": lambda: works.scalars_step(torch),
    "micrograd": peers.micrograd_scalars,
}
FUNC = {"torch.func": 1.0}
ROWS = [
    Row("moons demo, 2-16-16-1, one step", 0.65, MOONS, 11, ("micrograd", "tinygrad"), {"micrograd": 5000}),
    Row("1,000 elementwise ops on 8 numbers", 0.65, CHAIN, 11, ("JAX",), {"autograd": 4, "mygrad": 4}),
    Row("MLP 784-256-128-10, batch 64", 0.9, MLP, times={"numpy": 1 / 1.1}),
    Row("linear regression, 100 epochs", 0.4, both(works.regression_step) | {"numpy": by_hand.regression_numpy}),
    Row("the same with DataLoader", 0.3, both(works.regression_step, True)),
    Row("sum(tanh(x w + b)²), 10⁶ numbers", 0.45, TANH, times={"autograd": 1, "mygrad": 1}),
    Row(
        "three 1024² matmuls", 1.1, both(works.matmul_step) | {"numpy": by_hand.matmul_numpy}, times={"numpy": 1 / 1.02}
    ),
    Row("Jacobian, 256 to 256", 0.1, and_func(works.jacobian_step), times=FUNC),
    Row("Hessian, 100 variables", 0.08, and_func(works.hessian_step), times=FUNC),
    Row("Hessian-vector product", 0.4, and_func(works.hvp_step), times=FUNC),
    Row("98,000 scalar nodes, Tensor", 0.6, both(works.scalars_step)),
    Row("98,000 scalar nodes, Value", 0.25, VALUES, 11, ("micrograd",), {"micrograd": 4}),
]


def measure(row: Row) -> dict[str, float | str]:
    """Median seconds of each library, rounds interleaved so that a slow moment hits all alike."""
    steps = {name: peers.peer(make) for name, make in row.makers.items()}
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


def alone(call: str, library: str) -> list[float]:
    """What a function of works gives for the library, in a process of its own: memory is not shared."""
    code = (
        "import sys, importlib; sys.path.insert(0, sys.argv[2]); import works; "
        f"print(*works.{call}(importlib.import_module(sys.argv[1])))"
    )
    out = subprocess.run([sys.executable, "-c", code, library, str(HERE)], capture_output=True, text=True, check=True)
    return [float(x) for x in out.stdout.split()]


def versions() -> str:
    names = ("numpy", "torch", "micrograd", "autograd", "mygrad", "tinygrad", "jax")
    have = []
    for name in names:
        try:
            have.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            have.append(f"{name} not installed")
    return f"Python {platform.python_version()}, {platform.machine()}, one thread; " + ", ".join(have)


def compared(row: Row) -> tuple[list[str], list[str]]:
    """The row's line of the table, and what it missed."""
    found = measure(row)
    mine, by_torch = found["handgrad"], found["torch"]
    if isinstance(mine, str) or isinstance(by_torch, str):
        raise SystemExit(f"{row.name}: handgrad or torch failed: {mine} {by_torch}")
    times = {name: t / mine if isinstance(t, float) else t for name, t in found.items()}
    ratio, hand = mine / by_torch, times.get("numpy")
    missed = [f"{row.name}: {ratio:.2f} of torch, must be {row.must}"] if ratio > row.must else []
    for name, least in row.times.items():
        t = times[name]
        if isinstance(t, float) and t < least:
            missed.append(f"{row.name}: {name} needs {t:.2f} times handgrad's time, must be {least:.2f}")
    rest = {k: t for k, t in times.items() if k not in ("handgrad", "torch", "numpy")}
    peers = ", ".join(f"{k} {t:,.1f}" if isinstance(t, float) else f"{k}: {t}" for k, t in rest.items())
    by_numpy = f"{1 / hand:.2f}" if isinstance(hand, float) else ""
    return [row.name, f"{mine * 1e3:.3f}", f"{ratio:.2f}", f"{row.must}", by_numpy, peers], missed


def of_memory() -> tuple[list[list[str]], list[str]]:
    """Two rows on memory: a million small operations, and a few on a million numbers."""
    (mib, seconds), (torch_mib, torch_seconds) = (alone("long_chain", lib) for lib in ("handgrad", "torch"))
    (peak,), (torch_peak,) = (alone("tanh_peak", lib) for lib in ("handgrad", "torch"))
    ratio = seconds / torch_seconds
    missed = []
    if ratio > 0.6 or mib > 300:
        missed.append(f"chain of 10⁶ ops: {ratio:.2f} of torch (must be 0.6), {mib:.0f} MiB (at most 300)")
    if peak > torch_peak + 0.05:
        missed.append(f"sum(tanh(x w + b)²): peak of {peak:.1f} arrays, torch {torch_peak:.1f}")
    chain = f"{mib:.0f} MiB of graph, torch {torch_mib:.0f} MiB"
    arrays = f"peak {peak:.1f} arrays of its size, torch {torch_peak:.1f}"
    return [
        ["chain of 10⁶ ops", f"{seconds * 1e3:.0f}", f"{ratio:.2f}", "0.6", "", chain],
        ["memory of sum(tanh(x w + b)²)", "", f"{peak / torch_peak:.2f}", "1", "", arrays],
    ], missed


def main() -> int:
    """Measure, print, write engine.md; exit 1 if a 'must' is missed."""
    lines = [["work", "handgrad ms", "of torch", "must", "of numpy", "peers: times handgrad's"]]
    missed: list[str] = []
    for row in track(ROWS, description="measuring", console=Console(stderr=True)):
        line, short = compared(row)
        lines.append(line)
        missed += short
    rows, short = of_memory()
    missed += short
    report(lines + rows, missed)
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
