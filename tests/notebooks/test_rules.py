"""Each rule of the house style objects to a notebook that breaks it, and is content with one that does not."""

from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks import rules


def notebook(*cells: NotebookNode) -> NotebookNode:
    """Cells as given, each with an id of its own, be it one cell many times."""
    return new_notebook(cells=[NotebookNode(cell, id=f"cell-{n}") for n, cell in enumerate(cells)])


def text(source: str) -> NotebookNode:
    return new_markdown_cell(source)


def ran(source: str, *outputs: NotebookNode, count: int = 1, **metadata: object) -> NotebookNode:
    return new_code_cell(source, outputs=list(outputs), execution_count=count, metadata=metadata)


def shown(**data: str) -> NotebookNode:
    return new_output("display_data", data={key.replace("_", "/", 1): value for key, value in data.items()})


FOLDED = {"tags": ["hide-output"], "jupyter": {"outputs_hidden": True}}
ERROR = new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])
TWINS = notebook(text("a"), text("b"))
TWINS.cells[1]["id"] = TWINS.cells[0]["id"]
END = "## What you can do now\n\nGo on to [the exercises](../exercises/05_autograd/05_autograd.ipynb)."

RECALL = ran('cards("04")', tags=["recall"])

# rule, a notebook that breaks it, a notebook that keeps it
CASES = [
    (rules.opens_with_a_title, notebook(text("hello")), notebook(text("# Every path adds"), text("## Two"))),
    (rules.opens_with_a_title, notebook(text("# One"), text("# Two")), notebook(text("# One\n\n```\n# no\n```"))),
    (rules.says_how_long_it_takes, notebook(text("# A")), notebook(text("# A"), text("About 60 to 75 minutes."))),
    (rules.imports_companion_first, notebook(ran("x = 1")), notebook(ran("import companion\nx = 1"))),
    (rules.has_few_cells, notebook(*[text("a")] * 51), notebook(*[text("a")] * 50)),
    (rules.has_few_cells, notebook(*[text("a")] * 52, RECALL), notebook(*[text("a")] * 51, RECALL)),
    (rules.has_short_code_cells, notebook(ran("x\n" * 16)), notebook(ran("x\n" * 15))),
    (rules.has_prose_between_code, notebook(ran("a"), ran("b")), notebook(ran("a"), text("then"), ran("b"))),
    (rules.makes_no_list_of_a_sentence, notebook(text("Look.\n\n371. It falls.")), notebook(text("1. One\n2. Two"))),
    (rules.has_the_length_of_a_sitting, notebook(text("w " * 1499)), notebook(text("w " * 1500))),
    (rules.has_the_length_of_a_sitting, notebook(text("w " * 3001)), notebook(text("w " * 3000))),
    (rules.asks_for_predictions, notebook(*[ran("a", **FOLDED)] * 3), notebook(*[ran("a", **FOLDED)] * 4)),
    (
        rules.puts_a_question_before_each_folded_answer,
        notebook(text("Run."), ran("a", **FOLDED)),
        notebook(text("> **Predict.** How many?"), ran("a", **FOLDED)),
    ),
    (rules.folds_the_answers, notebook(ran("a", tags=["hide-output"])), notebook(ran("a", **FOLDED))),
    (rules.breaks_misconceptions, notebook(text("a")), notebook(*[text("> **Common misconception.** 'No.'")] * 3)),
    (rules.compares_with_torch, notebook(ran("x")), notebook(ran("compare(f, 2.0)"))),
    (rules.ends_with_what_you_can_do, notebook(text(END)), notebook(text(END), ran('quiz("05a")'))),
    (rules.ends_with_what_you_can_do, notebook(ran("quiz()")), notebook(text(END), ran('quiz("05a")'))),
    (rules.is_plain_markdown, notebook(text(":::{note}\na\n:::")), notebook(text("A set $\\{x\\}$ and `{}`"))),
    (rules.is_plain_markdown, notebook(text("See {doc}`intro`.")), notebook(text("See [it](intro.md)."))),
    (rules.has_one_line_a_paragraph, notebook(text("A line\nthat goes on.")), notebook(text("A line.\n\n- a\n- b"))),
    (rules.has_one_line_a_paragraph, notebook(text("> a\nb")), notebook(text("| a |\n|-|\n| b |\n\n$$\nx\n$$"))),
    (rules.keeps_a_calm_voice, notebook(text("You just add.")), notebook(text("Adjust `just` and $n!$."))),
    (rules.keeps_a_calm_voice, notebook(text("Add them!")), notebook(text("![a picture](a.svg) `a != b`"))),
    (rules.keeps_a_calm_voice, notebook(text("Good \U0001f600")), notebook(text("∂f/∂x → 2"))),
    (rules.gives_chinese_terms, notebook(text("**rule**")), notebook(*[text("the **chain rule** (链式法则)")] * 3)),
    (rules.describes_every_image, notebook(text("![](a.svg)")), notebook(text("![a graph](a.svg)"))),
    (rules.describes_every_image, notebook(text("<img src='a'>")), notebook(text("<img src='a' alt='a graph'>"))),
    (
        rules.describes_every_image,
        notebook(ran("f", shown(text_html="<img src='a'>"))),
        notebook(ran("f", shown(text_html='<img src="a" alt="a graph">'))),
    ),
    (rules.needs_no_network_and_no_clock, notebook(ran("import requests")), notebook(ran("x = 1"))),
    (rules.needs_no_network_and_no_clock, notebook(ran("t = time.perf_counter()")), notebook(ran("times = 3"))),
    (
        rules.seeds_its_random_numbers,
        notebook(ran("torch.rand(3)")),
        notebook(ran("torch.manual_seed(0); torch.rand(3)")),
    ),
    (rules.rounds_what_it_prints, notebook(ran("x", shown(text_plain="0.30000000000000004"))), notebook(ran("x"))),
    (rules.tags_exactly_the_errors_it_provokes, notebook(ran("x", ERROR)), notebook(ran("x"))),
    (
        rules.tags_exactly_the_errors_it_provokes,
        notebook(ran("x", tags=["raises-exception"])),
        notebook(ran("x", ERROR, tags=["raises-exception"])),
    ),
    (rules.was_run_from_top_to_bottom, notebook(ran("x", count=2)), notebook(ran("x"), ran("y", count=2))),
    (
        rules.stores_the_same_on_every_machine,
        notebook(ran("x", shown(text_plain="<object at 0x7f0011223344>"))),
        notebook(ran("x", shown(text_plain="1.0"))),
    ),
    (rules.has_ids_that_stay, TWINS, notebook(text("a"), text("b"))),
]


@pytest.mark.parametrize(("rule", "bad", "good"), CASES, ids=[f"{c[0].__name__}-{n}" for n, c in enumerate(CASES)])
def test_a_rule_objects_to_what_breaks_it_and_to_nothing_else(
    rule: rules.Rule, bad: NotebookNode, good: NotebookNode
) -> None:
    assert rule(bad), "the rule found nothing"
    assert rule(good) == []


def test_every_rule_is_shown_to_object() -> None:
    elsewhere = {"leads_only_to_what_exists", "has_normal_metadata"}
    named = {
        n
        for n, f in vars(rules).items()
        if callable(f) and getattr(f, "__annotations__", {}).get("return") == list[str]
    }
    assert named - {"links_to", "tags"} == {c[0].__name__ for c in CASES} | elsewhere


def test_a_bare_svg_output_is_a_figure_without_words() -> None:
    output = new_output("display_data", data={"image/svg+xml": "<svg/>"})
    assert rules.describes_every_image(notebook(ran("f", output)))


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("")
    links = notebook(text("[a](there.md#part) [b](gone.md) [c](https://pytorch.org) `[d](code.md)`"))
    assert rules.leads_only_to_what_exists(links, tmp_path, tmp_path) == ["the link to gone.md leads nowhere"]


def test_metadata_of_an_editor_is_found() -> None:
    fresh = notebook(ran("x"))
    assert rules.has_normal_metadata(fresh)
    rules.execute.normalise(fresh)
    assert rules.has_normal_metadata(fresh) == []
    fresh.cells[0].metadata["vscode"] = {"languageId": "python"}
    assert rules.has_normal_metadata(fresh)
