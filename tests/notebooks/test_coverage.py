"""book/coverage.yml says where each row of the inventory is taught, and it says the truth."""

import re
from pathlib import Path

import pytest
import yaml

from tests.notebooks.conftest import NOTEBOOKS, ROOT, read

TABLE = yaml.safe_load((ROOT / "book" / "coverage.yml").read_text(encoding="utf-8"))
COUNTS = TABLE.pop("counts")
TO_COME = "to come"
PLACED = {row: entry for row, entry in TABLE.items() if entry["where"] != TO_COME}


def headings(path: Path) -> set[str]:
    """All Markdown headings of a notebook or a Markdown file."""
    if path.suffix == ".ipynb":
        text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    else:
        text = path.read_text(encoding="utf-8")
    return {match.strip() for match in re.findall(r"^#+ +(.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("prefix", COUNTS)
def test_no_row_of_the_inventory_is_missing(prefix: str) -> None:
    numbers = sorted(int(row.split("-")[1]) for row in TABLE if row.split("-")[0] == prefix)
    assert numbers == list(range(1, COUNTS[prefix] + 1))


def test_no_row_is_written_twice() -> None:
    rows = re.findall(r"^([AEB]+-\d+):", (ROOT / "book" / "coverage.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(TABLE) == sum(COUNTS.values())


def test_every_row_says_where_and_of_what_kind() -> None:
    odd = {row: entry for row, entry in TABLE.items() if entry.get("kind") not in ("core", "reference")}
    odd |= {r: e for r, e in TABLE.items() if e["where"] == TO_COME and not re.fullmatch(r"0\d", e.get("chapter", ""))}
    odd |= {row: entry for row, entry in PLACED.items() if not entry.get("heading")}
    assert odd == {}


def test_every_placed_row_leads_to_a_heading_that_exists() -> None:
    lost = [
        f"{row}: {entry['where']} has no heading '{entry['heading']}'"
        for row, entry in PLACED.items()
        if not (ROOT / entry["where"]).exists() or entry["heading"] not in headings(ROOT / entry["where"])
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("chapter", sorted({path.name[:2] for path in NOTEBOOKS}))
def test_a_chapter_that_is_written_leaves_no_row_to_come(chapter: str) -> None:
    waiting = [r for r, e in TABLE.items() if e["where"] == TO_COME and e["chapter"] == chapter]
    assert not waiting, f"{len(waiting)} rows of chapter {chapter} are not placed yet: {', '.join(waiting)}"
