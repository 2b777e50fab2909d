"""`python -m companion.cards export`: the recall cards as an Anki package or a table (a notebook calls `cards`)."""

from pathlib import Path

import click

from companion.card_export import to_csv, write_apkg
from companion.recall import Card, load

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def main() -> None:
    """The recall cards of Gradients by Hand."""


@main.command()
@click.option("--apkg", type=FILE, help="Write a package that Anki imports.")
@click.option("--csv", "table", type=FILE, help="Write a table, UTF-8.")
@click.option("--chapter", multiple=True, help="Only this chapter, such as 05; may be repeated.")
def export(apkg: Path | None, table: Path | None, chapter: tuple[str, ...]) -> None:
    """Write the cards of all chapters, or of those that are named."""
    if not apkg and not table:
        raise click.UsageError("nothing to write: give --apkg FILE, --csv FILE or both")
    try:
        found = load()
        unknown = sorted(set(chapter) - {card.chapter for card in found})
        if unknown:
            raise ValueError(f"no cards for chapter {unknown[0]}; there are: {_chapters(found)}")
        found = [card for card in found if not chapter or card.chapter in chapter]
        if apkg:
            click.echo(f"{apkg}: {write_apkg(found, apkg)} notes; in Anki: File, Import")
        if table:
            table.write_text(to_csv(found), encoding="utf-8", newline="")
            click.echo(f"{table}: {len(found)} lines and a heading")
    except (ValueError, ImportError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"cannot write {error.filename}: {error.strerror}; choose another file") from None


def _chapters(found: list[Card]) -> str:
    return ", ".join(dict.fromkeys(card.chapter for card in found))


if __name__ == "__main__":
    main()
