"""How a run of grading goes and how it ended: a bar and a table on a terminal, plain lines elsewhere."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from .outcomes import Outcome
from .records import FAILED, GRADED, NEEDS_HUMAN, NEXT
from .report import clean


def followed(console: Console, outcomes: Iterable[Outcome], total: int, name: str) -> Iterator[Outcome]:
    """Pass outcomes on and show how far they are."""
    started, done = time.monotonic(), 0
    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=total, rate="")
        for outcome in outcomes:
            done += 1
            progress.update(task, advance=1, rate=f"{done * 60 / (time.monotonic() - started + 1e-9):.0f}/min")
            if not console.is_terminal:
                console.print(_line(outcome, done, total), markup=False, soft_wrap=True)
            yield outcome


def _line(o: Outcome, done: int, total: int) -> str:
    what = f"{o.score:g} of {o.max_score:g}" if o.state == GRADED else clean(o.reason, 300)
    return f"[{done}/{total}] {clean(o.student)}: {o.state}{', unchanged' if o.unchanged else ''}, {what}"


def closing(console: Console, outcomes: list[Outcome], seconds: float) -> None:
    """How each ended: a table on a terminal, elsewhere a line for whoever is not graded; and the sums."""
    table = Table("student", "state", "points", "why, and what to do", box=None, pad_edge=False, header_style="dim")
    for o in sorted(outcomes, key=lambda o: o.student):
        colour = {GRADED: "green", NEEDS_HUMAN: "yellow"}.get(o.state, "red")
        points = f"{o.score:g} / {o.max_score:g}" if o.state == GRADED else ""
        why = "" if o.state == GRADED else f"{clean(o.reason, 300)}; {NEXT[o.state]}"
        table.add_row(escape(clean(o.student)), f"[{colour}]{o.state}[/]", points, escape(why))
        if not console.is_terminal and why:
            console.print(f"{clean(o.student)}: {o.state}: {why}", markup=False, soft_wrap=True)
    if console.is_terminal:
        console.print(table)
    counts, levels = Counter(o.state for o in outcomes), sorted({o.isolation for o in outcomes} - {""})
    states = ", ".join(f"{counts[s]} {s}" for s in (GRADED, NEEDS_HUMAN, FAILED))
    unchanged = sum(o.unchanged for o in outcomes)
    console.print(
        f"{states} ({unchanged} unchanged) in {seconds:.1f} s, {' and '.join(levels) or 'nothing run'}", soft_wrap=True
    )
