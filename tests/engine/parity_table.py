"""How closely handgrad agrees with torch, op by op: `python -m tests.engine.parity_table` writes book/parity.md."""

import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine import differences, op_db
from tests.engine.op_db import Verdict
from tests.engine.parity import array, both, first_and_second, function, layouts, tangents, tensors
from tests.engine.rows import FAMILIES, Row

PAGE = Path(__file__).parents[2] / "book" / "parity.md"
CASES = 15
BOUNDS = ("1e-14", "1e-12", "1e-10")  # steps wide enough to be the same on every machine
COLUMNS = ("value", "gradient", "second derivative", "tangent")
F8 = np.float64


@dataclass(frozen=True)
class Measured:
    """One row of the table: the largest relative difference seen in each column, over so many cases."""

    name: str
    cases: int
    worst: tuple[float, ...]


def difference(ours: Any, theirs: Any) -> float:
    """max |a − b| over max |b|, or over 1 where that is smaller; infinite where shapes, nan or inf differ."""
    a, b = array(ours), array(theirs)
    if a.shape != b.shape or a.dtype != b.dtype:
        return float("inf")
    finite = np.isfinite(b)
    if not np.array_equal(a[~finite], b[~finite], equal_nan=True) or not np.isfinite(a[finite]).all():
        return float("inf")
    return float(np.abs(a[finite] - b[finite]).max(initial=0.0) / np.abs(b[finite]).max(initial=1.0))


def compared(call: Any, layout: Any) -> tuple[float, ...]:
    """The four differences for one call."""
    f = function(call, layout)
    ours, theirs = both(lambda lib: first_and_second(lib, f, tensors(lib, call, layout, F8), F8))
    pushed = both(lambda lib: tangents(lib, f, tensors(lib, call, layout, F8, track=False), F8))
    worst = lambda k: max(map(difference, ours[k], theirs[k]), default=0.0)
    return difference(ours[0], theirs[0]), worst(1), worst(2), difference(*pushed)


def measured(row: Row) -> Measured:
    """The row's calls, drawn alike on every run, in both libraries."""
    seen: list[tuple[float, ...]] = []

    @settings(
        max_examples=CASES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(data=st.data())
    def draw(data: Any) -> None:
        seen.append(compared(data.draw(row.calls), data.draw(layouts)))

    draw()
    return Measured(row.name, len(seen), tuple(map(max, zip(*seen, strict=True))))


def below(d: float) -> str:
    """The smallest bound that d keeps, or d itself."""
    return next((f"below {bound}" for bound in BOUNDS if d < float(bound)), f"{d:.0e}")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["-"] * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def of_family(family: str, rows: Iterable[Measured]) -> str:
    head = ("operation", "cases", *COLUMNS)
    return f"### {family.capitalize()}\n\n" + table(
        head, ([f"`{m.name}`", str(m.cases), *map(below, m.worst)] for m in rows)
    )


def of_samples(found: list[Verdict]) -> str:
    """torch's own samples: how many of each op, how many with gradients, and what was refused."""
    total = Counter(v.kind for v in found)
    ops = dict.fromkeys(v.op for v in found)
    count = lambda op, test: str(sum(v.op == op and test(v) for v in found))
    tried = ([f"`{op}`", count(op, lambda v: True), count(op, lambda v: v.gradients)] for op in ops)
    refused = Counter((v.op, " ".join(v.text.split())) for v in found if v.kind == "refused")
    said = ([f"`{op}`", str(n), f"`{text}`"] for (op, text), n in refused.items())
    parts = (
        f"Of {len(found)} samples for {len(ops)} operations {total['right']} are right, {total['wrong']} wrong and "
        f"{total['refused']} refused.",
        table(("operation", "samples", "with gradients"), tried),
        "### What is refused",
        table(("operation", "samples", "what handgrad says"), said),
    )
    return "\n\n".join(parts)


def of_differences() -> str:
    """Every reasoned difference of differences.py, by its reason."""
    edges = {f"{name}, derivative {k}": reason for (name, k), (_, reason) in differences.EDGES.items()}
    groups = {
        "Names in the graph": differences.NAMES,
        "Error texts": differences.ERRORS,
        "Values at the edge of the numbers": edges | {"prod, cumprod": differences.PRODUCTS},
        "Dtypes": differences.DTYPES,
        "Parameters": differences.PARAMETERS,
    }
    return "\n\n".join(f"### {title}\n\n{by_reason(found)}" for title, found in groups.items() if found)


def by_reason(found: dict[str, str]) -> str:
    reasons: dict[str, list[str]] = {}
    for what, why in found.items():
        reasons.setdefault(why, []).append(f"`{what}`")
    return table(("why", "where"), ([why, ", ".join(where)] for why, where in reasons.items()))


INTRODUCTION = """# Where handgrad and torch agree

Each operation is called in both libraries on the same numbers, in float64. The arguments are drawn by hypothesis: \
shapes that broadcast, empty and 0-d tensors, views with other strides, ties and kinks. Four things are compared: the \
value, the gradient for a fixed cotangent, the derivative of that gradient, and the tangent that forward mode gives.

The number is the largest difference seen, relative to the largest entry of torch's result (to 1 where that is \
smaller). Rounding alone gives about 1e-16 for one operation. `python -m tests.engine.parity_table` writes this page, \
here with torch {torch}, and the tests make the same comparison with more cases."""
SAMPLES = """## torch's own samples

torch tests itself with sample inputs for each of its operations. Here are those of the operations that handgrad has, \
at most {n} of each entry of torch's list, with the gradients for a seeded cotangent. A sample is refused where \
handgrad says that it does not have an option. It is wrong where a number differs."""
REASONED = """## Where they differ on purpose

Each of these has a test that fails as soon as the difference is gone."""


def of_this_torch() -> bool:
    """Whether the page was made with the installed torch: another one has other samples."""
    return f"with torch {release()}," in PAGE.read_text(encoding="utf-8")


def release() -> str:
    return torch.__version__.split("+")[0]


def page() -> str:
    """The whole page."""
    families = (of_family(family, map(measured, rows)) for family, rows in FAMILIES.items())
    samples = SAMPLES.format(n=op_db.AT_MOST)
    parts = (
        INTRODUCTION.format(torch=release()),
        "## Operation by operation",
        *families,
        samples,
        of_samples(op_db.verdicts()),
        REASONED,
    )
    return "\n\n".join((*parts, of_differences())) + "\n"


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    PAGE.write_text(page(), encoding="utf-8")
