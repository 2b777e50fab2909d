"""A small table as aligned text and as HTML that takes the colours of the page."""

import html
import unicodedata
from dataclasses import dataclass

from companion.rich_output import Output

CELL = "text-align:left;vertical-align:top;white-space:nowrap;padding:3px 18px 3px 0;border-bottom:1px solid #8c959f66"


@dataclass(frozen=True)
class Table:
    """Rows of text; the first cell of a row is its heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def output(self, notes: list[str]) -> Output:
        """Return the table with the notes as lines below it."""
        return Output("\n".join([*self._lines(), *notes]), self._html(notes))

    def _lines(self) -> list[str]:
        cells = [self.head, *self.rows]
        widths = [max(_width(row[k]) for row in cells) for k in range(len(self.head))]
        return [
            f"| {' | '.join(cell + ' ' * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))} |"
            for row in cells
        ]

    def _html(self, notes: list[str]) -> str:
        head = "".join(
            f'<th scope="col" style="{CELL}">{html.escape(c)}</th>' if c else f'<td style="{CELL}"></td>'
            for c in self.head
        )
        body = "".join(
            f'<tr><th scope="row" style="{CELL}">{html.escape(row[0])}</th>'
            + "".join(f'<td style="{CELL}">{_cell(c)}</td>' for c in row[1:])
            + "</tr>"
            for row in self.rows
        )
        below = "".join(f'<p style="margin:4px 0">{html.escape(note)}</p>' for note in notes)
        return (
            '<div class="companion-table" style="overflow-x:auto"><table style="border-collapse:collapse;margin:6px 0">'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}</div>"
        )


def _cell(text: str) -> str:
    """A matrix stands row under row."""
    return html.escape(text).replace("], [", "],<br> [")


def _width(text: str) -> int:
    """Columns of a terminal: wide characters take two, combining ones none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
