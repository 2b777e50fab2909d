"""The engine against torch eager, hand-written numpy and its peers: `make bench` runs this and writes engine.md.

One thread, float32, medians of at least 11 interleaved rounds. Every figure is a ratio within this one run. Each
library works in a process of its own, as for its user: none pays for what the others keep in memory.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")  # before numpy is imported

import importlib
import importlib.metadata
import multiprocessing
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
import works
from rich.console import Console
from rich.progress import track
from rich.table import Table

HERE = pathlib.Path(__file__).parent
ROUND = 0.01  # seconds of one library's turn: short steps run several times in it


@dataclass(frozen=True)
class Row:
    """One piece of work: who does it how, and what is asked of handgrad's share of torch's time.

    `times` asks more: how many times handgrad's time each of these peers must need. Without `must`, that is all.
    """

    name: str
    must: float | None
    makers: dict[str, Callable[[], works.Step]]
    rounds: int = 11
    slow: tuple[str, ...] = ()  # peers that get two rounds only
    times: dict[str, float] = field(default_factory=dict)


def library(name: str) -> Any:
    """The module, on one thread."""
    module = importlib.import_module(name)
    if name == "torch":
        module.set_num_threads(1)
    return module


def both(work: Callable[..., works.Step], *args: Any) -> dict[str, Callable[[], works.Step]]:
    """The work for handgrad and for torch, each imported where it runs."""
    return {"handgrad": lambda: work(library("handgrad"), *args), "torch": lambda: work(library("torch"), *args)}


def and_func(work: Callable[..., works.Step]) -> dict[str, Callable[[], works.Step]]:
    """torch has two ways to derivatives of functions; the row is measured against autograd.functional."""
    return both(work) | {"torch.func": lambda: work(library("torch"), True)}


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
    "handgrad": lambda: works.scalars_value(library("handgrad.scalar").Value),
    "torch": lambda: works.scalars_step(library("torch")),
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
        "three 1024² matmuls",
        None,
        both(works.matmul_step) | {"numpy": by_hand.matmul_numpy},
        times={"numpy": 1 / 1.02},
    ),
    Row("Jacobian, 256 to 256", 0.1, and_func(works.jacobian_step), times=FUNC),
    Row("Hessian, 100 variables", 0.08, and_func(works.hessian_step), times=FUNC),
    Row("Hessian-vector product", 0.4, and_func(works.hvp_step), times=FUNC),
    Row("98,000 scalar nodes, Tensor", 0.6, both(works.scalars_step)),
    Row("98,000 scalar nodes, Value", 0.25, VALUES, 11, ("micrograd",), {"micrograd": 4}),
]


def serve(pipe: Any, row: int, name: str) -> None:
    """In a process of its own: make the step, then time as many in a row as asked for, until 0 are."""
    step = peers.peer(ROWS[row].makers[name])
    pipe.send(step if isinstance(step, str) else None)
    for number in iter(pipe.recv, 0):
        assert not isinstance(step, str)
        start = time.perf_counter()
        for _ in range(number):
            step()
        pipe.send((time.perf_counter() - start) / number)


class Worker:
    """One library's process."""

    def __init__(self, row: int, name: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, row, name), daemon=True)
        self.process.start()
        self.problem: str | None = self.pipe.recv()
        self.seconds: list[float] = []
        self.number = 1 if self.problem else max(1, int(ROUND / self.ask(1)))

    def ask(self, number: int) -> float:
        self.pipe.send(number)
        return float(self.pipe.recv())

    def result(self) -> float | str:
        """The median seconds of a step, or why there are none; ends the process."""
        self.pipe.send(0)
        self.process.join()
        return self.problem or statistics.median(self.seconds)


def measure(number: int) -> dict[str, float | str]:
    """Median seconds of each library for one row, rounds interleaved so that a slow moment hits all alike."""
    row = ROWS[number]
    workers = {name: Worker(number, name) for name in row.makers}
    for k in range(row.rounds):
        for name, worker in workers.items():
            if not worker.problem and (k < 2 or name not in row.slow):
                worker.seconds.append(worker.ask(worker.number))
    return {name: worker.result() for name, worker in workers.items()}


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


def compared(number: int) -> tuple[list[str], list[str]]:
    """The row's line of the table, and what it missed."""
    row, found = ROWS[number], measure(number)
    mine, by_torch = found["handgrad"], found["torch"]
    if isinstance(mine, str) or isinstance(by_torch, str):
        raise SystemExit(f"{row.name}: handgrad or torch failed: {mine} {by_torch}")
    times = {name: t / mine if isinstance(t, float) else t for name, t in found.items()}
    ratio, hand = mine / by_torch, times.get("numpy")
    missed = [f"{row.name}: {ratio:.2f} of torch, must be {row.must}"] if row.must and ratio > row.must else []
    for name, least in row.times.items():
        t = times[name]
        if isinstance(t, float) and t < least:
            missed.append(f"{row.name}: {name} needs {t:.2f} times handgrad's time, must be {least:.2f}")
    rest = {k: t for k, t in times.items() if k not in ("handgrad", "torch", "numpy")}
    peers = ", ".join(f"{k} {t:,.1f}" if isinstance(t, float) else f"{k}: {t}" for k, t in rest.items())
    must = str(row.must or f"{1 / row.times['numpy']:.2f} of numpy")
    by_numpy = f"{1 / hand:.2f}" if isinstance(hand, float) else ""
    return [row.name, f"{mine * 1e3:.3f}", f"{ratio:.2f}", must, by_numpy, peers], missed


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
    for number in track(range(len(ROWS)), description="measuring", console=Console(stderr=True)):
        line, short = compared(number)
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
