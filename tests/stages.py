"""Run every test, stage by stage: `python3 go.py test [STAGE ...]`. A stage that fails does not hide the others."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
NBVAL = "--nbval --nbval-current-env --nbval-sanitize-with tests/notebooks/sanitize.cfg -n 2 --dist loadfile notebooks"
STAGES = {
    "lint": "ruff check --output-format concise .",
    "format": "ruff format --check .",
    "types": "mypy",
    "engine": "pytest -n 2 tests/engine",
    "companion": "pytest -n 2 tests/companion",
    "autograder": "pytest -n 2 tests/autograder",
    "exercises": "pytest -n 3 --dist loadgroup --no-loadscope-reorder tests/exercises",
    "house": "pytest tests/house",
    "notebooks": "pytest tests/notebooks",
    "outputs": f"pytest {NBVAL}",
    "site": "pytest -n 2 --dist loadfile --no-loadscope-reorder tests/site",
}
NO_TESTS_COLLECTED = 5  # pytest's exit status for a folder that holds no test yet


@dataclass(frozen=True)
class Result:
    """How a stage went: its seconds, whether it passed, and the last line that it said."""

    name: str
    seconds: float
    passed: bool
    said: str


def run(name: str) -> Result:
    """Run one stage with this Python and pass its words on."""
    click.secho(f"\n== {name}: {STAGES[name]}", bold=True)
    start, said = time.monotonic(), ""
    command = [sys.executable, "-m", *STAGES[name].split()]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            click.echo(line, nl=False)
            said = click.unstyle(line).strip(" =\n") or said
    status = process.returncode
    if status == NO_TESTS_COLLECTED and STAGES[name].startswith("pytest"):
        status, said = 0, "no tests yet"
    return Result(name, time.monotonic() - start, status == 0, said)


@click.command()
@click.argument("stages", nargs=-1, type=click.Choice(list(STAGES)))
def main(stages: tuple[str, ...]) -> None:
    """Run STAGES, or all of them; the exit status is 1 if one fails."""
    results = [run(name) for name in stages or STAGES]
    click.echo("\nstage       seconds  result")
    for r in results:
        click.secho(
            f"{r.name:<11} {r.seconds:7.1f}  {'' if r.passed else 'FAILED: '}{r.said}", fg=None if r.passed else "red"
        )
    failed = sum(not r.passed for r in results)
    click.echo(f"\n{len(results) - failed} stages passed, {failed} failed, {sum(r.seconds for r in results):.0f} s")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
