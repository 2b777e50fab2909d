"""Every error that a learner meets has torch's class and torch's words: both libraries make the mistake."""

from typing import Any

import pytest
import torch

import handgrad as hg
from tests.engine.differences import ERRORS, listed
from tests.engine.mistakes import MISTAKES, x2


def outcome(f: Any, lib: Any) -> tuple[type | None, str]:
    """(class, text) of what f raises. No warnings: they are said elsewhere."""
    before = lib.get_default_dtype()
    try:
        f(lib)
    except Exception as e:
        return type(e), str(e)
    finally:
        lib.set_default_dtype(before)
    return None, ""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_torch_s_class_and_words(mistake: str) -> None:
    ours, theirs = outcome(MISTAKES[mistake], hg), outcome(MISTAKES[mistake], torch)
    assert theirs[0] is not None, "torch raises nothing: this is no mistake"
    assert ours[0] is not None, f"handgrad lets it pass; torch: {theirs[0].__name__}: {theirs[1]}"
    # torch appends its C++ stack to some texts
    want = theirs[1].split("\nException raised from")[0].rstrip()
    same_class = ours[0] is theirs[0] or ours[0].__name__ == theirs[0].__name__
    if mistake in ERRORS:
        listed(mistake, ERRORS[mistake], ours[1] != want or not same_class)
        assert issubclass(ours[0], theirs[0].__mro__[-3] if theirs[0] is not ours[0] else ours[0])
    else:
        assert ours[1] == want
        assert same_class, f"{ours[0]} is not {theirs[0]}"


def test_every_listed_difference_is_one_of_the_mistakes() -> None:
    assert set(ERRORS) <= set(MISTAKES)


@pytest.mark.parametrize("lib", [hg, torch], ids=["handgrad", "torch"])
def test_reading_grad_of_a_number_in_between_warns(lib: Any) -> None:
    with pytest.warns(UserWarning, match="The .grad attribute of a Tensor that is not a leaf Tensor is being accessed"):
        assert (x2(lib) * 2).grad is None


def test_the_warning_about_grad_has_torch_s_words() -> None:
    texts = []
    for lib in (hg, torch):
        with pytest.warns(UserWarning, match="non-leaf") as caught:
            _ = (x2(lib) * 2).grad
        texts.append(str(caught[0].message).split(" (Triggered internally")[0].strip())
    assert texts[0] == texts[1]
