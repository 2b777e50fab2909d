"""`gradient_contour`: move a point and a direction over the contours of a function, and read the slopes."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from companion.explorers.page import BLUE, INK, QUIET, RED, explorer, sheet, words
from companion.explorers.plane import Plane, Point, arrow
from companion.explorers.surface import POINTS, Limits, Surface, pair
from companion.numbers import minus, number
from companion.rich_output import Output

POINT = f'fill="#ffffff" stroke="{INK}" stroke-width="2.5"'
LENGTH, UNIT = 105.0, 52.0  # pixels: the longest gradient of the picture, a direction of length one


def gradient_contour(
    f: Callable[..., Any], at: Point = (1.0, 1.0), x: Limits = (-2.4, 2.4), y: Limits = (-2.4, 2.4)
) -> Output:
    """Show the contours of f(x, y) with the gradient at a point that can be moved, and the slope in every direction.

    `f` takes two tensors of one shape and works entry by entry, as `lambda x, y: x**2 + 2 * y**2` does; handgrad
    computes its gradients. The point moves on a lattice of 25 by 25. Raises ValueError, in one line, if f gives
    no number for each point, if it is nan or inf everywhere, or if `at` lies outside; TypeError if f cannot be
    computed.
    """
    surface = Surface("gradient_contour", f, x, y)
    _require_inside(pair("gradient_contour", "at", at), x, y)
    plane = Plane(44, 28, 320, 320 * min(1.25, max(0.6, (y[1] - y[0]) / (x[1] - x[0]))), *x, *y)
    lines, levels = surface.contours(plane)
    lattice = _lattice(surface, at)
    scale = LENGTH / max([1e-9, *(math.hypot(*slopes) for _, *slopes in filter(None, lattice["known"]))])
    boxes = {"box": [*vars(plane).values()], "rates": [*vars(_rates(plane)).values()]}
    here = _here(lattice)
    svg = _picture(plane, lines, scale, here)
    alt = "Left: contours, a point, its gradient and a direction of length one. Right: the slope in every direction."
    data = {**boxes, **lattice, "length": scale, "unit": UNIT}
    return explorer("gradientContour", svg, alt, _facts(here, levels), "This picture in words", data)


def _require_inside(at: Point, x: Limits, y: Limits) -> None:
    if not all(low <= value <= high for value, (low, high) in zip(at, (x, y), strict=True)):
        raise ValueError(
            f"gradient_contour: at = {at} lies outside the picture, which shows x from {x[0]:g} to {x[1]:g} and y from "
            f"{y[0]:g} to {y[1]:g}"
        )


def _lattice(surface: Surface, at: Point) -> dict[str, Any]:
    """The places of the point, where it starts, and [f, ∂f/∂x, ∂f/∂y] at each place: 0 where one is not finite."""
    across, up = surface.axes(POINTS)
    known = np.stack([v.ravel() for v in surface.values(*np.meshgrid(across, up))], axis=1)
    return {
        "x": across.tolist(),
        "y": up.tolist(),
        "start": [int(np.abs(axis - value).argmin()) for axis, value in zip((across, up), at, strict=True)],
        "known": [[float(f"{v:.5g}") + 0.0 for v in row] if np.isfinite(row).all() else 0 for row in known],
    }


def _here(lattice: dict[str, Any]) -> tuple[Point, list[float]]:
    """The place where the point starts, and what is known there; nothing if f has no gradient."""
    column, row = lattice["start"]
    return (lattice["x"][column], lattice["y"][row]), lattice["known"][row * POINTS + column] or []


def _rates(plane: Plane) -> Plane:
    return Plane(plane.left + plane.width + 96, plane.top, 300, plane.height, 0, 360, -1, 1)


def _facts(here: tuple[Point, list[float]], levels: list[float]) -> list[str]:
    at, known = here
    place = minus(f"({number(at[0])}, {number(at[1])})")
    if known:
        f, a, b = (minus(number(v)) for v in known)
        first = f"At {place}: f = {f}, gradient ({a}, {b}) of length {number(math.hypot(*known[1:]))}."
    else:
        first = f"At {place} f has no gradient: it is not a finite number."
    return [
        first,
        "In the direction of the gradient f rises fastest, by its length; against it f falls fastest.",
        "At right angles to the gradient, along the contour, f does not change.",
        f"Contours of f at {', '.join(minus(number(level)) for level in levels)}.",
    ]


def _picture(plane: Plane, lines: str, scale: float, here: tuple[Point, list[float]]) -> str:
    at, known = here
    _, a, b = known or (0.0, 0.0, 0.0)
    rates, (p, q) = _rates(plane), plane.paper(*at)
    body = [
        plane.frame(),
        plane.clipped(f'<path d="{lines}" fill="none" stroke="#8c959f"/>'),
        f'<path data-role="tangent" d="{_tangent((p, q), a, b)}" stroke="{QUIET}" stroke-dasharray="5 4"/>',
        arrow("gradient", (p, q), (p + a * scale, q - b * scale), RED),
        arrow("direction", (p, q), (p + UNIT, q), BLUE),
        f'<circle data-role="point" data-drag="" cx="{p:.1f}" cy="{q:.1f}" r="8" {POINT}/>',
        *_slopes(rates, a, b),
    ]
    bottom = plane.top + plane.height + 44
    key = "red: the gradient, drawn shorter or longer; blue: a direction of length one; dashed: along the contour"
    body.append(words(plane.left, bottom + 8, key, QUIET, font_size=11))
    return sheet(rates.left + rates.width + 20, bottom + 22, "".join(body))


def _tangent(at: Point, a: float, b: float) -> str:
    (p, q), norm = at, math.hypot(a, b)
    share = 70 / norm if norm else 0.0
    return f"M{p - b * share:.1f},{q - a * share:.1f}L{p + b * share:.1f},{q + a * share:.1f}"


def _slopes(rates: Plane, a: float, b: float) -> list[str]:
    """The right half: the slope of f against the direction, with a marker at 0 degrees."""
    left, top, width, height = rates.left, rates.top, rates.width, rates.height
    norm, middle = math.hypot(a, b), rates.paper(0, 0)[1]
    rate = rates.paper(0, a / norm if norm else 0.0)[1]
    curve = rates.points((t, math.cos(math.radians(t) - math.atan2(b, a)) if norm else 0.0) for t in range(0, 361, 6))
    box = f'x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}"'
    return [
        f'<rect data-drag="" {box} fill="#ffffff" stroke="#8c959f"/>',
        f'<path d="M{left:g},{middle:.1f}h{width:g}" stroke="#8c959f"/>',
        f'<polyline data-role="curve" points="{curve}" fill="none" stroke="{RED}" stroke-width="2"/>',
        f'<path data-role="angle" d="M{left:g},{top:g}v{height:g}" stroke="{BLUE}" stroke-dasharray="4 3"/>',
        f'<circle data-role="rate" cx="{left:g}" cy="{rate:.1f}" r="6" fill="{BLUE}"/>',
        _labels(rates, norm),
    ]


def _labels(rates: Plane, norm: float) -> str:
    left, bottom = rates.left - 6, rates.top + rates.height
    marks = [words(rates.paper(t, 0)[0], bottom + 15, f"{t}°", QUIET, "middle") for t in range(0, 361, 90)]
    marks.append(words(left, rates.top + 10, minus(number(norm)), QUIET, "end", data_role="most"))
    marks.append(words(left, rates.paper(0, 0)[1] + 4, "0", QUIET, "end"))
    marks.append(words(left, bottom, minus(number(-norm)), QUIET, "end", data_role="least"))
    marks.append(words(rates.left, rates.top - 8, "slope of f by direction"))
    return "".join(marks)
