"""Recall cards: a question, turn it over, the answer. Read from notebooks/data/cards.yml."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from companion import yaml_files
from companion.quizzes import inline
from companion.rich_output import Output, asset, card

FILE = "cards.yml"
KEYS = ("id", "notebook", "heading", "front", "back")


@dataclass(frozen=True)
class Card:
    """A question and its answer, and the section that teaches it."""

    chapter: str
    id: str
    notebook: str
    heading: str
    front: str
    back: str

    @property
    def where(self) -> str:
        """The notebook and the section, in words."""
        return f"{self.notebook}, '{self.heading}'"


def cards(name: str | None = None) -> Output:
    """Show the recall cards of a chapter (`cards("05")`) or a notebook (`cards("05a")`), or all, one after the other.

    A card that you did not know comes again at the end. Without scripts they stand as a list whose answers open. Raises
    ValueError that says which chapters there are.
    """
    found = [one for one in load() if name is None or one.notebook.startswith(name)]
    if not found or name == "":
        known = ", ".join(dict.fromkeys(one.chapter for one in load()))
        raise ValueError(f"{FILE} has no cards for {name!r}; chapters with cards: {known} (or a notebook, as in '05a')")
    items = "".join(
        f"<li><details><summary>{inline(one.front)}</summary><p>{inline(one.back)}</p>"
        f'<p class="companion-source">{html.escape(one.where)}</p></details></li>'
        for one in found
    )
    body = f"<style>{asset('map.css')}</style><ol>{items}</ol>"
    key = f"cards-{'-'.join(one.id for one in found)}"
    return Output("\n".join(_lines(found)), card(key, body, asset("flip.js"), "flip(root)"))


def _lines(found: list[Card]) -> Iterator[str]:
    yield f"{len(found)} recall cards; answer each before you turn it."
    yield from (f"{count}. {one.front}" for count, one in enumerate(found, 1))


def load() -> list[Card]:
    """Return all cards in the order of the chapters. Raises ValueError in one line for a mistake in the file."""
    rows = yaml_files.read(FILE, "cards")
    if not isinstance(rows, dict):
        raise ValueError(f"{FILE} must give each chapter a list of cards; came {type(rows).__name__}")
    found = [_card(str(chapter), i, row) for chapter in sorted(rows) for i, row in enumerate(rows[chapter] or [], 1)]
    names = [(one.chapter, one.id) for one in found]
    twice = next((f"{c}: {id}" for c, id in names if names.count((c, id)) > 1), None)
    if twice:
        raise ValueError(f"{FILE}: the card {twice} is there twice")
    return found


def _card(chapter: str, count: int, row: Any) -> Card:
    here = f"{FILE}, chapter {chapter}, card {row.get('id', count) if isinstance(row, dict) else count}"
    if not isinstance(row, dict) or set(row) != set(KEYS):
        came = ", ".join(map(str, row)) if isinstance(row, dict) else type(row).__name__
        raise ValueError(f"{here} must have exactly {', '.join(KEYS)}; came {came}")
    if not re.match(rf"{chapter}\w*$", str(row["notebook"])):
        raise ValueError(f"{here}: the notebook {row['notebook']!r} is of another chapter")
    try:
        inline(f"{row['front']} {row['back']}")
    except ValueError as error:
        raise ValueError(f"{here}: {error}") from None
    return Card(chapter, **{key: str(row[key]).strip() for key in KEYS})
