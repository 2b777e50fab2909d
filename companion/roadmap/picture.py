"""The road map as one SVG: a column for each area, prerequisites above what needs them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from companion.roadmap.graph import Area, Roadmap, Topic
from companion.svg import FONT, INK, QUIET

COLUMN, ROW, BOX, HEAD = 130, 68, (112, 52), 44
MARGIN = 10
FILL = {
    "tensors": "#eef0f2",
    "linear-algebra": "#e3f0fb",
    "calculus": "#fdf0d5",
    "autograd": "#fbe6dc",
    "training": "#f3eaf6",
    "probability": "#e6f4ee",
    "optimization": "#fbf8d8",
}
MARKS = {"known": "✓", "implied": "(✓)", "missed": "✗", "shaky": "?"}
CAPTION = (
    "A box is a topic; what it needs stands above it, at the other end of each line that enters from above or left."
)


@dataclass(frozen=True)
class Spot:
    """A topic and the place of its box, in columns and rows."""

    topic: Topic
    column: int
    row: int

    @property
    def centre(self) -> tuple[int, int]:
        """Middle of the box, in points."""
        return MARGIN + COLUMN * self.column + COLUMN // 2, MARGIN + HEAD + ROW * self.row + BOX[1] // 2


def spots(roadmap: Roadmap, shown: Collection[str]) -> list[Spot]:
    """Return where each of the topics `shown` stands: below all that it needs, one in each place."""
    areas = [a for a in roadmap.areas if any(t.area == a.id and t.id in shown for t in roadmap.topics)]
    column = {area.id: place for place, area in enumerate(areas)}
    row: dict[str, int] = {}
    taken: set[tuple[str, int]] = set()
    for topic in (t for t in roadmap.topics if t.id in shown):
        low = max((row[need] + 1 for need in topic.needs if need in row), default=0)
        while (topic.area, low) in taken:
            low += 1
        row[topic.id] = low
        taken.add((topic.area, low))
    return [Spot(topic, column[topic.area], row[topic.id]) for topic in roadmap.topics if topic.id in shown]


def picture(roadmap: Roadmap, shown: Collection[str], states: Mapping[str, str]) -> str:
    """Return the SVG of the topics `shown`; `states` says which are known, implied, missed or shaky."""
    places = spots(roadmap, shown)
    by_id = {spot.topic.id: spot for spot in places}
    columns, rows = 1 + max(s.column for s in places), 1 + max(s.row for s in places)
    areas = {spot.topic.area: spot.column for spot in places}
    width = 2 * MARGIN + COLUMN * columns
    caption = wrap(CAPTION, max(30, int(width / 6.3)))
    height = 2 * MARGIN + HEAD + ROW * rows + 15 * len(caption)
    body = [_head(area, areas[area.id]) for area in roadmap.areas if area.id in areas]
    body += [_line(by_id[need], spot) for spot in places for need in spot.topic.needs if need in by_id]
    body += [_box(i, spot, states.get(spot.topic.id, "")) for i, spot in enumerate(places)]
    low = height - 15 * len(caption)
    body += [
        f'<text x="{MARGIN}" y="{low + 15 * i}" font-size="11" fill="{QUIET}">{line}</text>'
        for i, line in enumerate(caption)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONT}" font-size="12"><rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" '
        f'fill="#ffffff" stroke="#d0d7de"/>{"".join(body)}</svg>'
    )


def _head(area: Area, column: int) -> str:
    x, middle = MARGIN + COLUMN * column + COLUMN // 2, 'text-anchor="middle"'
    return (
        f'<text x="{x}" y="{MARGIN + 12}" {middle} font-weight="600" fill="{INK}">{escape(area.title)}</text>'
        f'<text x="{x}" y="{MARGIN + 28}" {middle} font-size="11" fill="{QUIET}">{area.chinese} · '
        f"{escape(area.word)}</text>"
    )


def _line(above: Spot, below: Spot) -> str:
    (x1, y1), (x2, y2) = above.centre, below.centre
    path = _curve(x1, y1 + BOX[1] // 2, x2, y2 - BOX[1] // 2)
    if above.column == below.column and below.row > above.row + 1:  # around the boxes in between
        left, gutter = x1 - BOX[0] // 2, x1 - BOX[0] // 2 - 12
        path = f"M{left} {y1}Q{gutter} {y1} {gutter} {y1 + 16}V{y2 - 16}Q{gutter} {y2} {left} {y2}"
    return (
        f'<g data-edge="{above.topic.id} {below.topic.id}">'
        f'<path d="{path}" '
        'fill="none" stroke="#8c959f" stroke-opacity="0.55" stroke-width="1.2"/></g>'
    )


def _curve(x1: int, y1: int, x2: int, y2: int) -> str:
    bend = max(18, (y2 - y1) // 2)
    return f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"


def _box(place: int, spot: Spot, state: str) -> str:
    (x, y), (w, h) = spot.centre, BOX
    title = _fold(spot.topic.title)
    top = y - 7 * len(title) + 5
    lines = "".join(
        f'<text x="{x}" y="{top + 14 * i}" text-anchor="middle" font-size="11.5" font-weight="600" fill="{INK}"'
        f' data-role="title">{escape(line)}</text>'
        for i, line in enumerate(title)
    )
    return (
        f'<g data-node="{place}"{f""" data-state="{state}" """.rstrip() if state else ""}>'
        f'<rect x="{x - w // 2}" y="{y - h // 2}" width="{w}" height="{h}" rx="6" '
        f'fill="{_fill(spot.topic.area, state)}" '
        f'stroke="#6e7781"/>{lines}'
        f'<text x="{x}" y="{top + 14 * len(title) + 1}" text-anchor="middle" font-size="11" fill="{QUIET}">'
        f"{escape(spot.topic.chinese)}</text>"
        f'<text x="{x + w // 2 - 4}" y="{y + h // 2 - 5}" text-anchor="end" font-weight="600" fill="{INK}" '
        'data-role="mark">'
        f"{MARKS.get(state, '')}</text></g>"
    )


def _fill(area: str, state: str) -> str:
    return {"known": "#9fdcc4", "implied": "#d5efe4", "missed": "#f6c3a5", "shaky": "#f7e08a"}.get(state, FILL[area])


def _fold(title: str) -> list[str]:
    """One line of a title, or two."""
    return wrap(title, 15)
