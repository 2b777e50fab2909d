"""torch's own sample inputs: none wrong, few refused, and each refusal says what is not there."""

from collections import Counter

import pytest

from tests.engine import op_db, parity_table
from tests.engine.op_db import Verdict

FEW = 0.03


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return op_db.verdicts()


def refusals(found: list[Verdict]) -> str:
    """One line for each op and text, with the number of samples."""
    counted = Counter((v.op, " ".join(v.text.split())[:160]) for v in found if v.kind == "refused")
    return "\n".join(f"{n:4d}  {op}: {text}" for (op, text), n in counted.items())


def test_no_sample_of_torch_s_is_wrong(verdicts: list[Verdict]) -> None:
    wrong = [f"{v.text}\n    {v.sample}" for v in verdicts if v.kind == "wrong"]
    assert not wrong, f"{len(wrong)} of {len(verdicts)}:\n" + "\n".join(wrong[:20])


def test_few_samples_are_refused(verdicts: list[Verdict]) -> None:
    kinds = Counter(v.kind for v in verdicts)
    print(f"{dict(kinds)}\n{refusals(verdicts)}")
    assert kinds["refused"] <= FEW * len(verdicts), refusals(verdicts)


def test_enough_is_tried_for_this_to_mean_something(verdicts: list[Verdict]) -> None:
    """Also with derivatives: most ops in scope have one."""
    assert len(verdicts) > 1500
    assert len({v.op for v in verdicts}) > 180
    assert sum(v.gradients for v in verdicts) > 1000


@pytest.mark.skipif(not parity_table.of_this_torch(), reason="the page was made with another torch")
def test_the_page_in_the_book_says_what_was_found(verdicts: list[Verdict]) -> None:
    page = parity_table.PAGE.read_text(encoding="utf-8")
    assert parity_table.of_samples(verdicts) in page, "run: python -m tests.engine.parity_table"
