"""Recall cards: their file, flipping them, and what other programs get."""

import csv
import io
import re
import sqlite3
import subprocess
import sys
import zipfile

import nbformat
import pytest

from companion import cards
from companion.card_export import to_csv, write_apkg
from companion.paths import PACKAGE_DATA
from companion.recall import load

CARDS = load()
GOOD = """
"05":
  - {id: a, notebook: 05a_x, heading: H, front: 'What is $x^2$?', back: x times x}
  - {id: b, notebook: 05b_x, heading: H, front: Second, back: Answer two}
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    folder = tmp_path / "notebooks" / "data"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return lambda text: (folder / "cards.yml").write_text(text, encoding="utf-8")


def test_every_chapter_has_five_to_eight_cards():
    chapters = sorted({path.name[:2] for path in PACKAGE_DATA.parent.glob("[0-9]*.ipynb")})
    count = {chapter: sum(card.chapter == chapter for card in CARDS) for chapter in chapters}
    assert {chapter: n for chapter, n in count.items() if not 5 <= n <= 8} == {}
    assert {card.chapter for card in CARDS} == set(chapters)


def test_every_card_names_a_heading_that_exists():
    lost = []
    for card in CARDS:
        cells = nbformat.read(PACKAGE_DATA.parent / f"{card.notebook}.ipynb", as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        if card.heading not in re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE):
            lost.append(f"{card.id}: {card.notebook} has no heading {card.heading!r}")
    assert lost == []


def test_the_text_asks_and_does_not_tell(write):
    write(GOOD)
    assert cards("05").text == "2 recall cards; answer each before you turn it.\n1. What is $x^2$?\n2. Second"
    assert cards("05b").text.endswith("1. Second")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[1]", "must give each chapter a list of cards; came list"),
        (GOOD.replace("heading: H, ", "", 1), "card a must have exactly id, notebook, heading, front, back"),
        (GOOD.replace("id: b", "id: a"), "the card 05: a is there twice"),
        (GOOD.replace("05b_x", "04b_x"), "the notebook '04b_x' is of another chapter"),
        (GOOD.replace("$x^2$", r"$\foo$"), r"card a: the formula command \\foo is not known"),
    ],
)
def test_a_mistake_in_the_file_is_told_in_one_line(write, text, says):
    write(text)
    with pytest.raises(ValueError, match=says) as caught:
        cards("05")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["99", ""])
def test_a_chapter_without_cards_says_which_have_some(write, name):
    write(GOOD)
    with pytest.raises(ValueError, match=f"no cards for '{name}'; chapters with cards: 05"):
        cards(name)


def test_anki_gets_every_card_in_a_deck_of_its_chapter(tmp_path):
    path = tmp_path / "c.apkg"
    assert write_apkg(CARDS, path) == len(CARDS)
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", tmp_path)
    base = sqlite3.connect(tmp_path / "collection.anki2")
    notes = base.execute("select flds, guid from notes").fetchall()
    decks = base.execute("select decks from col").fetchone()[0]
    assert base.execute("select count(*) from cards").fetchone() == (len(CARDS),)
    base.close()
    assert len(notes) == len({guid for _, guid in notes}) == len(CARDS)
    assert all(len(fields.split("\x1f")) == 3 for fields, _ in notes)
    assert all(f"Gradients by Hand::Chapter {card.chapter}" in decks for card in CARDS)


def test_a_later_export_has_the_same_notes(tmp_path):
    def identities(name, some):
        write_apkg(some, tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as package:
            package.extract("collection.anki2", tmp_path / f"{name}.d")
        base = sqlite3.connect(tmp_path / f"{name}.d" / "collection.anki2")
        found = set(base.execute("select guid, mid from notes"))
        base.close()
        return found

    assert identities("few", CARDS[5:10]) <= identities("all", CARDS)


def test_the_table_reads_back_as_the_cards():
    rows = list(csv.DictReader(io.StringIO(to_csv(CARDS))))
    assert [(row["chapter"], row["id"], row["front"], row["back"]) for row in rows] == [
        (card.chapter, card.id, card.front, card.back) for card in CARDS
    ]


def test_the_command_writes_both_and_says_so(tmp_path):
    files = [tmp_path / "c.apkg", tmp_path / "c.csv"]
    command = [sys.executable, "-m", "companion.cards", "export", "--apkg", files[0], "--csv", files[1]]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"{len(CARDS)} notes" in ran.stdout
    assert ran.stderr == ""
    assert all(path.stat().st_size > 1000 for path in files)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "nothing to write: give --apkg FILE, --csv FILE or both"),
        (["--csv", "c.csv", "--chapter", "99"], "no cards for chapter 99; there are: 00, 01"),
        (["--csv", "no/such/folder/c.csv"], "cannot write no/such/folder/c.csv"),
    ],
)
def test_the_command_refuses_in_one_line(options, says):
    from click.testing import CliRunner

    from companion.cards import main

    result = CliRunner().invoke(main, ["export", *options])
    assert result.exit_code in (1, 2)
    assert says in result.output
    assert "Traceback" not in result.output


def test_a_card_is_turned_and_comes_again_by_keyboard_alone(write, open_page):
    write(GOOD)
    page = open_page(cards("05"))
    face = page.get_by_role("group", name="Card")
    assert face.inner_text() == "What is x2?"
    page.get_by_role("button", name="Turn").focus()
    page.keyboard.press("Space")
    assert "x times x" in face.inner_text()
    page.keyboard.press("Tab")  # from 'I knew it', which has the focus now, to 'Not yet'
    page.keyboard.press("Enter")
    assert face.inner_text() == "Second"
    page.keyboard.press("Enter")
    assert "Answer two" in face.inner_text()
    page.keyboard.press("Enter")
    assert face.inner_text() == "What is x2?"  # not known, so it comes again
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert face.inner_text() == "Done. 1 of 2 known at the first try."
    page.keyboard.press("Enter")
    assert face.inner_text() == "What is x2?"


def test_without_scripts_every_answer_can_be_opened(write, open_page):
    write(GOOD)
    page = open_page(cards("05"), scripts=False)
    answer = page.get_by_text("x times x")
    assert not answer.is_visible()
    page.locator("summary").first.click()
    assert answer.is_visible()
