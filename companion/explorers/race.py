"""`optimizer_race`: optimizers of handgrad start at one point, and their ways are played step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import handgrad as hg
from companion.explorers.page import explorer, sheet, words
from companion.explorers.plane import Plane, Point
from companion.explorers.surface import Limits, Surface, pair
from companion.numbers import minus, number
from companion.rich_output import Output

COLORS = ("#0072b2", "#d55e00", "#00764f", "#a3457f", "#8a6100", "#000000")  # dark enough to be read on white
DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 4", "4 4")
MOST_STEPS = 300


@dataclass(frozen=True)
class Run:
    """One optimizer's way: the points, the values of f there, and whether it ended at a number that is not finite."""

    name: str
    points: tuple[Point, ...]
    values: tuple[float, ...]
    lost: bool


def optimizer_race(
    f: Callable[..., Any],
    start: Point,
    optimizers: dict[str, Callable[..., Any]],
    steps: int = 60,
    x: Limits = (-2.4, 2.4),
    y: Limits = (-2.4, 2.4),
) -> Output:
    """Let optimizers descend f(x, y) from one point and play their ways over its contours.

    `optimizers={"SGD": lambda p: hg.optim.SGD(p, lr=0.1)}`: each makes an optimizer of handgrad's for a list of
    parameters. f works entry by entry with handgrad's operations. Raises ValueError, in one line, for no or more than
    six runners, no or more than 300 steps, a start that is not finite, or an f that gives no numbers; a way that
    leaves the numbers stops there and says so.
    """
    _refuse(start, optimizers, steps)
    surface = Surface("optimizer_race", f, x, y)
    plane = Plane(44, 28, 460, 460 * min(1.0, max(0.5, (y[1] - y[0]) / (x[1] - x[0]))), *x, *y)
    lines, _ = surface.contours(plane)
    with np.errstate(all="ignore"):  # a way that leaves the numbers says so
        runs = [_run(name, make, f, start, steps) for name, make in optimizers.items()]
    alt = f"Contours, and the ways of {', '.join(optimizers)} from {_pair(start)} in {steps} steps."
    data = {"steps": steps, "runs": [_way(plane, run) for run in runs]}
    ends = [_end(run) for run in runs]
    return explorer("optimizerRace", _picture(plane, lines, runs), alt, ends, "Where each ends", data)


def _refuse(start: Point, optimizers: dict[str, Callable[..., Any]], steps: int) -> None:
    if not isinstance(optimizers, dict):
        raise TypeError(
            f'optimizer_race: optimizers must be a dict, {{"name": maker}}; came {type(optimizers).__name__}'
        )
    if not 1 <= len(optimizers) <= len(COLORS) or not isinstance(steps, int) or not 1 <= steps <= MOST_STEPS:
        raise ValueError(
            f"optimizer_race takes 1 to {len(COLORS)} optimizers and 1 to {MOST_STEPS} steps; "
            f"came {len(optimizers)} and {steps}"
        )
    pair("optimizer_race", "start", start)


def _way(plane: Plane, run: Run) -> dict[str, Any]:
    places = [[round(c, 1) for c in plane.paper(*point)] for point in run.points]
    return {"name": run.name, "at": places, "f": run.values, "lost": run.lost}


def _run(name: str, make: Callable[..., Any], f: Callable[..., Any], start: Point, steps: int) -> Run:
    place = [hg.tensor(float(c), dtype=hg.float64, requires_grad=True) for c in start]
    try:
        optimizer = make(place)
    except TypeError as error:
        raise TypeError(f"optimizer_race: {name} makes no optimizer of handgrad's; it says: {error}") from None
    points: list[Point] = []
    values: list[float] = []
    for step in range(steps + 1):
        loss = f(*place)
        here = [c.item() for c in place]
        if not np.isfinite([*here, loss.item()]).all() or max(map(abs, here)) > 1e6:
            return Run(name, tuple(points), tuple(values), True)
        points.append((here[0], here[1]))
        values.append(float(f"{loss.item():.5g}") + 0.0)
        if step < steps:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return Run(name, tuple(points), tuple(values), False)


def _pair(point: Point) -> str:
    return minus(f"({number(point[0])}, {number(point[1])})")


def _end(run: Run) -> str:
    if not run.points:
        return f"{run.name}: f is not a finite number at the start."
    end = "; then the numbers overflow" if run.lost else ""
    return minus(
        f"{run.name}: after {len(run.points) - 1} steps at {_pair(run.points[-1])}, f = {number(run.values[-1])}{end}."
    )


def _picture(plane: Plane, lines: str, runs: list[Run]) -> str:
    ways, key = [], []
    below = plane.top + plane.height + 52
    for k, run in enumerate(runs):
        look = f'stroke="{COLORS[k]}" stroke-dasharray="{DASHES[k]}" stroke-width="2.2" fill="none"'
        places = [(_near(p), _near(q)) for p, q in (plane.paper(*point) for point in run.points)]
        corners = " ".join(f"{p:.1f},{q:.1f}" for p, q in places)
        p, q = places[-1] if places else (-20.0, -20.0)
        head = f'cx="{p:.1f}" cy="{q:.1f}" r="5" fill="{COLORS[k]}" stroke="#ffffff"'
        ways.append(f'<polyline data-way="{k}" points="{corners}" {look}/><circle data-head="{k}" {head}/>')
        left, line = plane.left + 165 * (k % 3), below + 20 * (k // 3)
        key.append(f'<path d="M{left:g},{line - 4:g}h34" {look}/>{words(left + 42, line, run.name)}')
    body = plane.frame() + plane.clipped(f'<path d="{lines}" fill="none" stroke="#afb8c1"/>{"".join(ways)}')
    return sheet(plane.left + plane.width + 24, below + 20 * ((len(runs) - 1) // 3) + 16, body + "".join(key))


def _near(pixel: float) -> float:
    """A pixel far outside of the picture, brought near: renderers stumble over huge numbers."""
    return min(max(pixel, -5000.0), 5000.0)
