"""`python -m companion.roadmap`: make a plan, or list the topics."""

from datetime import date, datetime, time
from pathlib import Path

import click

from companion.roadmap.calendars import to_ics
from companion.roadmap.graph import load
from companion.roadmap.planner import DAYS, plan


@click.group()
def main() -> None:
    """The road map of Gradients by Hand."""


@main.command("list")
def list_topics() -> None:
    """List the topics with their ids, in an order in which they can be learned."""
    for topic in load().topics:
        click.echo(f"{topic.id:18} {topic.chapter}  {topic.minutes:3} min  {topic.title} ({topic.chinese})")


@main.command("plan")
@click.option("--from", "known", default="", metavar="TOPICS", help="What you know: ids or titles, with commas.")
@click.option("--to", required=True, metavar="TOPICS", help="Where to: ids, titles, 'chapter 05', 'all'.")
@click.option("--minutes", default=15, show_default=True, help="Minutes of a session.")
@click.option("--start", metavar="DATE", help="First day, such as 2027-01-04. [default: today]")
@click.option("--days", default=",".join(DAYS), show_default=True, help="Days of the week.")
@click.option("--at", default="19:00", show_default=True, metavar="HH:MM", help="Hour in the calendar.")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Write a calendar file.")
@click.option("--rows", default=10, show_default=True, help="Sessions to print.")
def make_plan(
    known: str, to: str, minutes: int, start: str | None, days: str, at: str, ics: Path | None, rows: int
) -> None:
    """Plan a way through the road map, day by day."""
    today = date.today()
    try:
        made = plan(known, to, start=start or today, minutes=minutes, days=days, today=today)
        hour = _hour(at)
    except (ValueError, FileNotFoundError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(made.table(rows).text)
    if ics:
        try:
            ics.write_bytes(to_ics(made, hour))
        except OSError as error:
            raise click.ClickException(f"cannot write {ics}: {error.strerror}; choose another file") from None
        click.echo(f"{ics}: {len(made.sessions)} events; open the file, or import it in your calendar")


def _hour(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise ValueError(f"--at wants an hour such as 19:00; came {text!r}") from None


if __name__ == "__main__":
    main()
