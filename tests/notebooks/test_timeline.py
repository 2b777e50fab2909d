"""The facts that chapter 00 draws: notebooks/data/timeline.yml against the inventory of the notes and its errata."""

import pytest
import yaml

from tests.notebooks.conftest import ROOT

STORY = yaml.safe_load((ROOT / "notebooks" / "data" / "timeline.yml").read_text(encoding="utf-8"))
ROWS = {row["id"]: row for row in STORY["rows"]}
EVENTS = STORY["events"]
YEARS = {event["label"]: event["year"] for event in EVENTS}
INVENTORY = {
    "perceptron": 1958, "backpropagation": 1986, "kernel SVM": 1992, "soft margin": 1995, "LSTM": 1997,
    "Deep Blue": 1997, "ImageNet": 2009, "AlexNet": 2012, "word2vec": 2013, "GAN": 2014, "ResNet": 2015,
    "AlphaGo": 2016, "Transformer": 2017, "PyTorch": 2017, "GPT-3": 2020, "ChatGPT": 2022,
    "GPT-4, ERNIE Bot, Claude": 2023,
}  # fmt: skip


def test_every_event_stands_in_a_row_and_between_1950_and_today() -> None:
    odd = [e["label"] for e in EVENTS if e["row"] not in ROWS or not 1950 <= e["year"] <= STORY["today"]]
    assert odd == []


def test_the_acts_follow_one_another_up_to_today() -> None:
    eras = [row["era"] for row in STORY["rows"] if "era" in row]
    assert len(eras) == 4
    assert eras == sorted(eras)
    assert eras[-1][1] == STORY["today"]


def test_what_is_told_is_marked_and_answered() -> None:
    told = [event for event in EVENTS if "told" in event]
    assert all(isinstance(event["right"], bool) and event["fact"] for event in told)
    assert not [event["label"] for event in EVENTS if "fact" in event and "told" not in event]


@pytest.mark.parametrize(("label", "year"), INVENTORY.items())
def test_the_year_is_the_one_of_the_inventory(label: str, year: int) -> None:
    assert YEARS[label] == year


def test_gpt_came_before_bert() -> None:
    months = {event["label"]: (event["year"], event["month"]) for event in EVENTS if event["label"] in ("GPT", "BERT")}
    assert months["GPT"] < months["BERT"]
