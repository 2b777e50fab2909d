"""`linear_map`: drag the images of the two unit arrows and see what becomes of the plane."""

import math
from typing import Any

import numpy as np

from companion.explorers.page import BLUE, RED, explorer, sheet, words
from companion.explorers.plane import Plane, Point, arrow
from companion.numbers import minus, number, readable
from companion.rich_output import Output

REACH = 3.0  # the largest entry that stays in the picture
SIDE, MARGIN = 196.0, 12.0
MOST = 6
CIRCLE = [(math.cos(t), math.sin(t)) for t in np.linspace(0, 2 * math.pi, 49)]
SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]


def linear_map(*maps: Any, names: str = "") -> Output:
    """Show 2×2 matrices as maps: the grid, the unit square, the circle, and the two columns as arrows to drag.

    `linear_map(R, S, names="turn, widen")`: up to six matrices of torch, handgrad, numpy or lists, to begin from.
    Raises, in one line, TypeError for what holds no real numbers, ValueError for other shapes, nan or inf, and entries
    beyond −3 … 3.
    """
    given = [name.strip() for name in names.split(",")] if names else [f"map {k}" for k in range(1, len(maps) + 1)]
    if not 1 <= len(maps) <= MOST or len(given) != len(maps):
        raise ValueError(f"linear_map takes 1 to {MOST} matrices and a name for each; came {len(maps)}, {len(given)}")
    matrices = [_matrix(name, M) for name, M in zip(given, maps, strict=True)]
    lines = [f"{name}: {say_map(M)}" for name, M in zip(given, matrices, strict=True)]
    alt = f"What becomes of the unit square, the circle and the two unit arrows: {', '.join(given)}."
    data = [{"name": name, "matrix": M} for name, M in zip(given, matrices, strict=True)]
    view = [0.0, 0.0, SIDE + 2 * MARGIN, SIDE + 2 * MARGIN]
    plane = _plane(0)
    about = {"maps": data, "view": view, "box": [*vars(plane).values()], "reach": REACH}
    return explorer("linearMap", _picture(given, matrices), alt, lines, "These maps in words", about)


def _matrix(name: str, given: Any) -> list[float]:
    """The entries a, b, c, d of [[a, b], [c, d]], rounded to four decimals."""
    array = readable("linear_map", name, given)
    if array.shape != (2, 2):
        raise ValueError(f"linear_map draws 2×2 matrices; {name} has shape {array.shape}")
    if not np.isfinite(array).all() or np.abs(array).max() > REACH:
        raise ValueError(
            f"linear_map: the entries of {name} must lie between −3 and 3; came {minus(str(array.tolist()))}"
        )
    return [round(float(x), 4) + 0.0 for x in array.ravel()]


def say_map(matrix: list[float]) -> str:
    """Say in words what linearMap.js says of a matrix."""
    a, b, c, d = matrix
    area = round(a * d - b * c, 4) + 0.0
    size = minus(number(abs(area)))
    if not any(matrix):
        end = "determinant 0: every point goes to the origin; no inverse"
    elif area == 0:
        end = "determinant 0: the plane is pressed onto a line; no inverse"
    else:
        grows = "areas stay" if abs(area) == 1 else f"areas times {size}"
        end = f"determinant {minus(number(area))}: {grows}{', turned over as in a mirror' if area < 0 else ''}"
    return f"e₀ goes to {_pair(a, c)}, e₁ to {_pair(b, d)}; {end}."


def _pair(x: float, y: float) -> str:
    return minus(f"({number(x)}, {number(y)})")


def _plane(k: int) -> Plane:
    left = MARGIN + k % 4 * (SIDE + MARGIN)
    return Plane(left, MARGIN + k // 4 * (SIDE + 40), SIDE, SIDE, -REACH, REACH, -REACH, REACH)


def _picture(names: list[str], matrices: list[list[float]]) -> str:
    panels = [_panel(k, M) for k, M in enumerate(matrices)]
    for k, name in enumerate(names):
        plane = _plane(k)
        panels.append(words(plane.left + SIDE / 2, plane.top + SIDE + 18, name, anchor="middle", font_weight=600))
    across, rows = min(len(names), 4), (len(names) + 3) // 4
    return sheet(MARGIN + across * (SIDE + MARGIN), MARGIN + rows * (SIDE + 40) - 10, "".join(panels))


def _panel(k: int, matrix: list[float]) -> str:
    plane = _plane(k)
    a, b, c, d = matrix

    def image(point: Point) -> Point:
        return a * point[0] + b * point[1], c * point[0] + d * point[1]

    far = 2 * REACH
    ends = [((t, -far), (t, far)) for t in range(-6, 7)] + [((-far, t), (far, t)) for t in range(-6, 7)]
    still = "".join(f"M{plane.points([p]).replace(' ', 'L')}L{plane.points([q])}" for p, q in ends)
    moved = "".join(f"M{plane.points([image(p)])}L{plane.points([image(q)])}" for p, q in ends)
    left, top, origin = plane.left, plane.top, plane.paper(0, 0)
    body = (
        f'<path d="{still}" stroke="#eaeef2" fill="none"/>'
        f'<path data-role="grid" d="{moved}" stroke="#9ecae9" fill="none" stroke-width="0.8"/>'
        f'<polygon data-role="square" points="{plane.points(map(image, SQUARE))}" fill="#56b4e9" fill-opacity="0.45"/>'
        f'<polygon data-role="circle" points="{plane.points(map(image, CIRCLE))}" fill="none" stroke="#1f2328"/>'
        f"{arrow('e0', origin, plane.paper(a, c), BLUE)}{arrow('e1', origin, plane.paper(b, d), RED)}"
    )
    edge = f'<rect x="{left:g}" y="{top:g}" width="{SIDE:g}" height="{SIDE:g}" fill="none" stroke="#8c959f"/>'
    return f'<g data-panel="{k}">{plane.clipped(body)}{edge}</g>'
