"""Tables of numbers and the memory below them, as one SVG whose cells a script can find."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from companion.explorers.page import QUIET, sheet, words
from companion.explorers.views import View, written

CELL, ROW, MARGIN, GAP, TITLE = 40, 28, 18, 40, 24
STORAGE = TITLE + ROW + 26  # the height of a row of places with its numbers
WIDEST = 860
FILLS = ("#e3f0fb", "#fbe9d8", "#e9f6f1")
Index = tuple[int, ...]


def cell(table: int, index: Index) -> str:
    """Return the name of a cell in a table."""
    return f"{table}:{','.join(map(str, index))}"


def lit(views: Sequence[View], chosen: Sequence[tuple[View, Index]]) -> list[str]:
    """Return the cells that are one number in memory with the chosen entries: places, and entries that read them."""
    homes, found = _homes(views), []
    for view, index in chosen:
        place = view.place(index)
        found.append(f"m{homes.index(view.home)}:{place}")
        chosen_alone = [] if view.steps.count(0) else _readers(views, view, place)
        found += [*chosen_alone, cell(views.index(view), index)]
    return list(dict.fromkeys(found))


def _readers(views: Sequence[View], view: View, place: int) -> list[str]:
    """The entries of all tables on the storage of `view` that stand at `place`."""
    same = [(k, other) for k, other in enumerate(views) if other.home == view.home]
    return [cell(k, i) for k, other in same for i in other.indices() if other.place(i) == place]


def _homes(views: Sequence[View]) -> list[int]:
    return list(dict.fromkeys(view.home for view in views))


@dataclass(frozen=True)
class Scene:
    """Tables in a row: their titles, the signs before them, and how many have their memory drawn (from the left)."""

    views: Sequence[View]
    titles: Sequence[str]
    signs: Sequence[str]
    stored: int


def draw_tables(scene: Scene) -> str:
    """Return the picture: the storages, each a row of places, then the tables."""
    body, left, y, right = [], float(MARGIN), float(MARGIN), 0.0
    for number, home in enumerate(_homes(scene.views[: scene.stored])):
        readers = [view for view in scene.views if view.home == home]
        width = CELL * len(readers[0].memory)
        if left > MARGIN and left + width > WIDEST:
            left, y = float(MARGIN), y + STORAGE
        body.append(_storage(number, readers, scene.views.index(readers[0]), left, y))
        left += max(width, 8 * len(_memory_of(readers))) + GAP
        right = max(right, left - GAP)
    parts, end, bottom = _row_of_tables(scene, y + STORAGE + 8)
    return sheet(max(end, right) + MARGIN, bottom + MARGIN, "".join([*body, *parts]))


def _memory_of(readers: Sequence[View]) -> str:
    return f"memory of {', '.join(view.name for view in readers)}"


def _storage(number: int, readers: Sequence[View], fill: int, left: float, y: float) -> str:
    parts = [words(left, y + 14, _memory_of(readers), font_weight=600)]
    for place, value in enumerate(readers[0].memory):
        x = left + CELL * place
        parts.append(_box(f"m{number}:{place}", x, y + TITLE, written(value), FILLS[fill % 3]))
        parts.append(words(x + CELL / 2, y + TITLE + ROW + 14, str(place), QUIET, "middle", font_size=11))
    return "".join(parts)


def _row_of_tables(scene: Scene, y: float) -> tuple[list[str], float, float]:
    parts, left, bottom, right = [], float(MARGIN), y, 0.0
    for k, (view, title, sign) in enumerate(zip(scene.views, scene.titles, scene.signs, strict=True)):
        rows, columns = (1, 1, *view.shape)[-2:]
        width = max(CELL * columns, 7.5 * len(title))
        if left > MARGIN and left + GAP + width > WIDEST:
            left, y = float(MARGIN), bottom + 16
        if k:
            middle = y + TITLE + 19 + ROW * (rows - 1) / 2
            parts.append(words(left + GAP / 2, middle, sign, anchor="middle", font_size=18))
            left += GAP
        parts.append(_table(k, view, title, left, y))
        left += width
        right, bottom = max(right, left), max(bottom, y + TITLE + ROW * rows)
    return parts, right, bottom


def _table(k: int, view: View, title: str, left: float, y: float) -> str:
    parts = [words(left, y + 14, title, font_weight=600)]
    for index in view.indices():
        row, column = (0, 0, *index)[-2:]
        made_up = any(i and not s for i, s in zip(index, view.steps, strict=True))
        at = left + CELL * column, y + TITLE + ROW * row
        parts.append(_box(cell(k, index), *at, written(view.entry(index)), FILLS[k % 3], made_up))
    return "".join(parts)


def _box(name: str, x: float, y: float, text: str, fill: str, made_up: bool = False) -> str:
    look = 'fill="#ffffff" stroke="#8c959f" stroke-dasharray="4 3"' if made_up else f'fill="{fill}" stroke="#6e7781"'
    shown = words(x + CELL / 2, y + 19, text, QUIET if made_up else "#1f2328", "middle")
    rect = f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{CELL - 2}" height="{ROW - 2}" rx="3" {look}/>'
    return f'<g data-cell="{escape(name)}">{rect}{shown}</g>'
