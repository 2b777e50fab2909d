"""Recall cards for other programs: an Anki package and a table."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

from companion.optional import need
from companion.quizzes import inline
from companion.recall import KEYS, Card

DECK = "Gradients by Hand"
WRITTEN = 1_767_225_600.0  # 2026-01-01: the package's time of making, so that the same cards give the same notes
FRONT = "{{Front}}"
BACK = '{{FrontSide}}<hr id="answer">{{Back}}<p style="color:#57606a;font-size:14px">{{Source}}</p>'
STYLE = ".card { font-family: sans-serif; font-size: 20px; text-align: left; }"


def write_apkg(cards: Iterable[Card], path: Path) -> int:
    """Write an Anki package with a deck for each chapter, and return the number of notes.

    A note keeps its identity (chapter and id), so a later export updates the cards that a reader already has.
    """
    genanki = need("genanki", "the Anki export")
    fields = [{"name": name} for name in ("Front", "Back", "Source")]
    faces = [{"name": "Recall", "qfmt": FRONT, "afmt": BACK}]
    model = genanki.Model(_number(DECK), DECK, fields=fields, templates=faces, css=STYLE)
    decks: dict[str, Any] = {}
    count = 0
    for card in cards:
        name = f"{DECK}::Chapter {card.chapter}"
        deck = decks.setdefault(name, genanki.Deck(_number(name), name))
        face = [inline(card.front), inline(card.back), card.where]
        guid = genanki.guid_for(DECK, card.chapter, card.id)
        deck.add_note(genanki.Note(model=model, fields=face, guid=guid, tags=[f"chapter-{card.chapter}"]))
        count += 1
    genanki.Package(list(decks.values())).write_to_file(str(path), timestamp=WRITTEN)
    return count


def to_csv(cards: Iterable[Card]) -> str:
    """Return the cards as CSV with a heading line: chapter, id, notebook, heading, front, back (Markdown)."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("chapter", *KEYS))
    table.writerows((card.chapter, *(getattr(card, key) for key in KEYS)) for card in cards)
    return text.getvalue()


def _number(name: str) -> int:
    """A number that stays the same for a name, as Anki wants one for models and decks."""
    return (1 << 30) + crc32(name.encode()) % (1 << 30)
