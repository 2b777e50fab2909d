"""A piece of the plane on paper: where a point stands, axes with ticks, lines and arrows."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from companion.explorers.page import QUIET, words
from companion.numbers import minus, number

Point = tuple[float, float]


@dataclass(frozen=True)
class Plane:
    """A box on paper (`left`, `top`, `width`, `height`, in pixels) that shows x0 … x1 and y0 … y1."""

    left: float
    top: float
    width: float
    height: float
    x0: float
    x1: float
    y0: float
    y1: float

    def paper(self, x: float, y: float) -> Point:
        """Return where (x, y) stands on paper."""
        across, up = (x - self.x0) / (self.x1 - self.x0), (y - self.y0) / (self.y1 - self.y0)
        return self.left + across * self.width, self.top + (1 - up) * self.height

    def points(self, points: Iterable[Point]) -> str:
        """Return points as an SVG attribute writes them."""
        return " ".join("{:.1f},{:.1f}".format(*self.paper(x, y)) for x, y in points)

    def clipped(self, body: str) -> str:
        """Return `body` cut off at the box; an inner <svg> does it without an id."""
        box = f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"
        x, y, w, h = box.split()
        return f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{box}">{body}</svg>'

    def frame(self, x_name: str = "x", y_name: str = "y") -> str:
        """Return the box with a grid, ticks and the names of both axes."""
        left, top, right, bottom = self.left, self.top, self.left + self.width, self.top + self.height
        grid, labels = [], []
        for x in ticks(self.x0, self.x1):
            at = self.paper(x, 0)[0]
            grid.append(f"M{at:.1f},{top:g}V{bottom:g}")
            labels.append(words(at, bottom + 15, minus(number(x)), QUIET, "middle"))
        for y in ticks(self.y0, self.y1):
            at = self.paper(0, y)[1]
            grid.append(f"M{left:g},{at:.1f}H{right:g}")
            labels.append(words(left - 6, at + 4, minus(number(y)), QUIET, "end"))
        labels.append(words(right, bottom + 30, x_name, anchor="end"))
        labels.append(words(left - 6, top - 8, y_name, anchor="end"))
        return (
            f'<path d="{"".join(grid)}" stroke="#e3e3e3" fill="none"/><rect x="{left:g}" y="{top:g}" '
            f'width="{self.width:g}" height="{self.height:g}" fill="none" stroke="#8c959f"/>{"".join(labels)}'
        )


def ticks(low: float, high: float) -> list[float]:
    """Return three to seven round numbers from low to high."""
    rough = (high - low) / 5
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * m for m in (1, 2, 5, 10) if unit * m >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [k * step + 0.0 for k in range(first, math.floor(high / step + 1e-9) + 1)]


def arrow(role: str, start: Point, tip: Point, color: str) -> str:
    """Return an arrow between two points on paper: a line and a head, in a group that a script finds by its role."""
    line, head = arrow_shape(start, tip)
    return (
        f'<g data-role="{role}" stroke="{color}" fill="{color}"><path d="{line}" stroke-width="2.5"/>'
        f'<polygon points="{head}" stroke="none"/></g>'
    )


def arrow_shape(start: Point, tip: Point) -> tuple[str, str]:
    """Return the path of the line and the corners of the head; explorers.js does the same."""
    (x, y), (u, v) = start, tip
    length = math.hypot(u - x, v - y)
    if length < 1:
        return f"M{x:.1f},{y:.1f}", ""
    a, b, size = (u - x) / length, (v - y) / length, min(11.0, length)
    back = (u - size * a, v - size * b)
    sides = [
        (back[0] - 0.45 * size * b, back[1] + 0.45 * size * a),
        (back[0] + 0.45 * size * b, back[1] - 0.45 * size * a),
    ]
    head = " ".join(f"{p:.1f},{q:.1f}" for p, q in ((u, v), *sides))
    return f"M{x:.1f},{y:.1f}L{back[0]:.1f},{back[1]:.1f}", head
