"""A graph as one SVG: boxes, curved arrows with slopes, a caption, on a light card that any page theme can carry."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from textwrap import wrap

from companion.graph import Edge, Graph, Node, Numbers
from companion.layout import Layout, layered
from companion.numbers import brief, minus, number

FONT = "'DejaVu Sans','Noto Sans',Verdana,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
INK, QUIET, ARROW, SLOPE, ADJOINT = "#1f2328", "#57606a", "#6e7781", "#0a5b94", "#a33c00"
FILL = {"input": "#e3f0fb", "inner": "#ffffff", "root": "#fdf0d5", "folded": "#f0f1f3"}
EDGE = {"input": "#0072b2", "inner": "#6e7781", "root": "#b97500", "folded": "#6e7781"}
STYLE = {
    "title": f'font-weight="600" fill="{INK}"',
    "detail": f'font-size="12" fill="{QUIET}"',
    "value": f'font-size="12" fill="{INK}"',
    "adjoint": f'font-size="12" fill="{ADJOINT}"',
}
MARGIN, LINE, PADDING = 16.0, 18.0, 11.0
WIDEST = 920.0  # a page's column; a graph that is longer runs downwards instead

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Line:
    """One line of text in a box."""

    role: str  # "title", "value", "adjoint", "detail"
    text: str


def picture(graph: Graph, adjoints: bool = False) -> str:
    """Return the SVG of a graph: values and slopes; with `adjoints` also every adjoint, as after a backward pass."""
    lines = [_lines(node, adjoints) for node in graph.nodes]
    sizes = [_size(group) for group in lines]
    pairs = [(edge.source, edge.target) for edge in graph.edges]
    layout, down = _turn(sizes, pairs)
    place = [_xy(point, down) for point in layout.centres]
    width, height = (layout.breadth, layout.length) if down else (layout.length, layout.breadth)
    caption = wrap(graph.caption, max(40, int((max(width, 300) - 4) / 6.3)))
    full_width = max(width, 6.4 * max(map(len, caption))) + 2 * MARGIN
    shift = (full_width - width) / 2
    body = _arrows(graph, layout, down, [_box(p, s) for p, s in zip(place, sizes, strict=True)])
    body += [_node(i, graph.nodes[i], place[i], sizes[i], lines[i]) for i in range(len(place))]
    below = height + 2 * MARGIN
    words = [
        f'<text x="{MARGIN:g}" y="{below + 12 + 15 * i:g}" font-size="11" fill="{QUIET}">{escape(line)}</text>'
        for i, line in enumerate(caption)
    ]
    full_height = below + 15 * len(caption) + MARGIN / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full_width:g} {full_height:g}" '
        f'width="{full_width:g}" height="{full_height:g}" font-family="{FONT}" font-size="13">'
        f'<rect x="0.5" y="0.5" width="{full_width - 1:g}" height="{full_height - 1:g}" rx="8" fill="#ffffff" '
        f'stroke="#d0d7de"/><g transform="translate({shift:g} {MARGIN:g})">{"".join(body)}</g>{"".join(words)}</svg>'
    )


def _turn(sizes: list[tuple[float, float]], pairs: list[tuple[int, int]]) -> tuple[Layout, bool]:
    """Left to right if that fits a page's column, else downwards if that is narrower."""
    across = layered(sizes, pairs)
    if across.length <= WIDEST:
        return across, False
    down = layered([(height, width) for width, height in sizes], pairs)
    return (down, True) if down.breadth < across.length else (across, False)


def _xy(point: tuple[float, float], down: bool) -> tuple[float, float]:
    return (point[1], point[0]) if down else point


def _box(centre: tuple[float, float], size: tuple[float, float]) -> Box:
    (x, y), (w, h) = centre, size
    return (x - w / 2, y - h / 2, x + w / 2, y + h / 2)


def _lines(node: Node, adjoints: bool) -> list[Line]:
    lines = [Line("title", node.title)]
    if node.detail:
        lines.append(Line("detail", node.detail))
    if node.value is not None:
        lines.append(Line("value", f"value {brief(node.value)}"))
    if adjoints and node.adjoint is not None:
        lines.append(Line("adjoint", adjoint_line(node.adjoint)))
    elif not adjoints and node.grad is not None:
        lines.append(Line("adjoint", f"grad {brief(node.grad)}"))
    return lines


def adjoint_line(value: Numbers) -> str:
    """Return the line of a box that tells its adjoint; the stepper writes the same line."""
    return f"adjoint {brief(value)}"


def _size(lines: Sequence[Line]) -> tuple[float, float]:
    widest = max(text_width(line.text, 13 if line.role == "title" else 12) for line in lines)
    return max(widest + 2 * PADDING, 44.0), LINE * len(lines) + 10


def text_width(text: str, size: float) -> float:
    """Return a generous estimate of a text's width: viewers have different fonts."""
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.36 if c in " .,:;il|[]()'" else 0.66 for c in text)
    return size * wide


def _node(place: int, node: Node, centre: tuple[float, float], size: tuple[float, float], lines: list[Line]) -> str:
    left, top, _, _ = _box(centre, size)
    radius = 12 if node.kind == "input" else 5
    dash = ' stroke-dasharray="5 4"' if node.kind == "folded" else ""
    texts = "".join(_text(line, centre[0], top + 18 + LINE * i) for i, line in enumerate(lines))
    return (
        f'<g data-node="{place}"><rect x="{left:.1f}" y="{top:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" '
        f'rx="{radius}" fill="{FILL[node.kind]}" stroke="{EDGE[node.kind]}" stroke-width="1.4"{dash}/>{texts}</g>'
    )


def _text(line: Line, x: float, y: float) -> str:
    role = f'data-role="{line.role}" {STYLE[line.role]}'
    return f'<text {role} x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(minus(line.text))}</text>'


def _arrows(graph: Graph, layout: Layout, down: bool, boxes: list[Box]) -> list[str]:
    taken = list(boxes)
    drawn, labels = [], []
    for i, (edge, route) in enumerate(zip(graph.edges, layout.routes, strict=True)):
        # In the textbook picture the sweep runs against the arrows: a second head, unseen until a stepper shows it.
        heads = (
            [_head(route, False, down)] if graph.of_functions else [_head(route, True, down), _head(route, False, down)]
        )
        unseen = "" if graph.of_functions else heads[1].replace("<polygon", '<polygon data-role="back" opacity="0"')
        curve = _curve(route, graph.of_functions, down)
        drawn.append(f'<g data-edge="{i}" stroke="{ARROW}" fill="none">{curve}{heads[0]}{unseen}</g>')
        if edge.slope is not None:
            labels.append(_slope(i, edge, route, down, taken))
    return drawn + labels


def _curve(points: Sequence[tuple[float, float]], head_first: bool, down: bool) -> str:
    """A path through the corner points, level at each of them; it stops short of the tip of the arrowhead."""
    (u, w), (v, z) = points[0], points[-1]
    points = [(u + 5 * head_first, w), *points[1:-1], (v - 5 * (not head_first), z)]
    parts = [f"M{_pair(points[0], down)}"]
    for a, b in pairwise(points):
        if a[1] == b[1]:
            parts.append(f"L{_pair(b, down)}")
        else:
            middle = (a[0] + b[0]) / 2
            parts.append(f"C{_pair((middle, a[1]), down)} {_pair((middle, b[1]), down)} {_pair(b, down)}")
    return f'<path d="{"".join(parts)}" stroke-width="1.5"/>'


def _head(points: Sequence[tuple[float, float]], at_target: bool, down: bool) -> str:
    (u, w), back = (points[-1], -9) if at_target else (points[0], 9)
    corners = " ".join(_pair(point, down) for point in ((u, w), (u + back, w - 4.2), (u + back, w + 4.2)))
    return f'<polygon points="{corners}" fill="{ARROW}" stroke="none"/>'


def _pair(point: tuple[float, float], down: bool) -> str:
    x, y = _xy(point, down)
    return f"{x:.1f},{y:.1f}"


def _slope(place: int, edge: Edge, route: Sequence[tuple[float, float]], down: bool, taken: list[Box]) -> str:
    """The slope on its arrow, at the first spot where it covers no box and no other slope."""
    text = minus(number(edge.slope or 0.0))
    size = (text_width(text, 12), 15.0)
    gaps = (len(route) - 3, 1)  # the last gap that the arrow crosses, then the first
    spots = [_xy(_on_curve(route[k], route[k + 1], t), down) for k in gaps for t in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)]
    free = (_box(s, size) for s in spots if not any(_overlap(_box(s, size), other) for other in taken))
    left, top, right, bottom = next(free, _box(spots[0], size))
    taken.append((left, top, right, bottom))
    return (
        f'<text data-slope="{place}" data-target="{edge.target}" x="{(left + right) / 2:.1f}" '
        f'y="{(top + bottom) / 2 + 4:.1f}" text-anchor="middle" font-size="12" fill="{SLOPE}" stroke="#ffffff" '
        f'stroke-width="5" stroke-linejoin="round" paint-order="stroke">{text}</text>'
    )


def _on_curve(a: tuple[float, float], b: tuple[float, float], t: float) -> tuple[float, float]:
    ease = t * t * (3 - 2 * t)
    along = a[0] + (b[0] - a[0]) * (1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t**3)
    return along, a[1] + (b[1] - a[1]) * ease


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
