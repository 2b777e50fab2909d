"""The page book/parity.md is that of the tests: the same operations and differences, and nothing above 1e-10."""

import re

import numpy as np
import pytest
import torch

import handgrad as hg
from tests.engine import op_db, parity_table
from tests.engine.parity_table import BOUNDS, PAGE
from tests.engine.rows import FAMILIES

of_this_torch = pytest.mark.skipif(not parity_table.of_this_torch(), reason="the page was made with another torch")
TEXT = PAGE.read_text(encoding="utf-8")
AGAIN = "run: python -m tests.engine.parity_table"


def section(title: str, text: str = TEXT) -> str:
    """What stands under a heading, up to the next of its level."""
    level = re.escape(title.split()[0])
    found = re.search(rf"^{re.escape(title)}$(.*?)(?=^{level} |\Z)", text, re.M | re.S)
    assert found, f"no heading {title!r} on the page; {AGAIN}"
    return found[1]


def operations(text: str) -> list[str]:
    """The first column of the tables."""
    return re.findall(r"^\| `(.+?)` \|", text, re.M)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_page_lists_the_operations_of_each_family(family: str) -> None:
    listed = operations(section(f"### {family.capitalize()}", section("## Operation by operation")))
    assert listed == [row.name for row in FAMILIES[family]], AGAIN


@of_this_torch
def test_the_page_lists_torch_s_samples_of_every_op_in_scope() -> None:
    listed = operations(section("## torch's own samples").split("###")[0])
    assert listed == list(dict.fromkeys(op.name for op in op_db.in_scope())), AGAIN


def test_the_page_lists_every_reasoned_difference() -> None:
    assert (
        parity_table.of_differences().strip() == section("## Where they differ on purpose").split("\n\n", 2)[2].strip()
    )


def test_no_difference_on_the_page_is_larger_than_1e_10() -> None:
    cells = re.findall(r"^\| `.+?` \| (\d+) \| (.+) \|$", section("## Operation by operation"), re.M)
    assert len(cells) == sum(map(len, FAMILIES.values()))
    known = {f"below {bound}" for bound in BOUNDS}
    assert all(int(cases) > 0 and set(worst.split(" | ")) <= known for cases, worst in cells)


def test_a_difference_is_measured_as_the_page_says() -> None:
    """So that the page can be wrong."""
    a = hg.tensor(np.array([1.0, 4.0, np.nan]))
    assert parity_table.difference(a, torch.tensor([1.0, 4.0, np.nan], dtype=torch.float64)) == 0
    assert parity_table.difference(a, torch.tensor([1.0, 5.0, np.nan], dtype=torch.float64)) == pytest.approx(0.2)
    assert parity_table.difference(a, torch.tensor([1.0, 4.0, 0.0], dtype=torch.float64)) == np.inf
    assert parity_table.below(0.2) == "2e-01"
    assert parity_table.below(3e-13) == "below 1e-12"
