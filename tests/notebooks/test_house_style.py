"""Every notebook keeps the house style: one rule, one test."""

from pathlib import Path

from nbformat import NotebookNode

from tests.notebooks import rules
from tests.notebooks.conftest import ROOT


def keeps(objections: list[str]) -> None:
    assert not objections, "\n".join(objections)


def test_a_notebook_opens_with_its_title(notebook: NotebookNode) -> None:
    keeps(rules.opens_with_a_title(notebook))


def test_the_opening_says_how_many_minutes_it_takes(chapter: NotebookNode) -> None:
    keeps(rules.says_how_long_it_takes(chapter))


def test_the_first_code_cell_imports_companion(notebook: NotebookNode) -> None:
    keeps(rules.imports_companion_first(notebook))


def test_a_notebook_has_at_most_fifty_cells(notebook: NotebookNode) -> None:
    keeps(rules.has_few_cells(notebook))


def test_a_code_cell_has_at_most_fifteen_lines(notebook: NotebookNode) -> None:
    keeps(rules.has_short_code_cells(notebook))


def test_prose_stands_between_any_two_code_cells(notebook: NotebookNode) -> None:
    keeps(rules.has_prose_between_code(notebook))


def test_a_notebook_has_the_words_of_one_sitting(chapter: NotebookNode) -> None:
    keeps(rules.has_the_length_of_a_sitting(chapter))


def test_the_reader_commits_to_at_least_four_answers_first(chapter: NotebookNode) -> None:
    keeps(rules.asks_for_predictions(chapter))


def test_a_question_stands_before_each_folded_answer(notebook: NotebookNode) -> None:
    keeps(rules.puts_a_question_before_each_folded_answer(notebook))


def test_the_answers_to_predictions_are_folded(notebook: NotebookNode) -> None:
    keeps(rules.folds_the_answers(notebook))


def test_at_least_three_misconceptions_are_broken(chapter: NotebookNode) -> None:
    keeps(rules.breaks_misconceptions(chapter))


def test_handgrad_is_compared_with_torch(chapter: NotebookNode) -> None:
    keeps(rules.compares_with_torch(chapter))


def test_a_notebook_ends_with_what_you_can_do_now_a_quiz_and_the_exercises(chapter: NotebookNode) -> None:
    keeps(rules.ends_with_what_you_can_do(chapter))


def test_markdown_is_plain_without_directives(notebook: NotebookNode) -> None:
    keeps(rules.is_plain_markdown(notebook))


def test_a_paragraph_is_one_line(notebook: NotebookNode) -> None:
    keeps(rules.has_one_line_a_paragraph(notebook))


def test_no_sentence_is_taken_for_an_item_of_a_list(notebook: NotebookNode) -> None:
    keeps(rules.makes_no_list_of_a_sentence(notebook))


def test_the_voice_is_calm(notebook: NotebookNode) -> None:
    keeps(rules.keeps_a_calm_voice(notebook))


def test_terms_are_given_in_chinese_too(chapter: NotebookNode) -> None:
    keeps(rules.gives_chinese_terms(chapter))


def test_every_image_has_alt_text(notebook: NotebookNode) -> None:
    keeps(rules.describes_every_image(notebook))


def test_no_cell_needs_the_network_or_the_clock(notebook: NotebookNode) -> None:
    keeps(rules.needs_no_network_and_no_clock(notebook))


def test_random_numbers_are_seeded(notebook: NotebookNode) -> None:
    keeps(rules.seeds_its_random_numbers(notebook))


def test_printed_numbers_are_rounded(notebook: NotebookNode) -> None:
    keeps(rules.rounds_what_it_prints(notebook))


def test_cells_are_tagged_raises_exception_exactly_where_they_raise(notebook: NotebookNode) -> None:
    keeps(rules.tags_exactly_the_errors_it_provokes(notebook))


def test_outputs_are_of_one_run_from_top_to_bottom(notebook: NotebookNode) -> None:
    keeps(rules.was_run_from_top_to_bottom(notebook))


def test_outputs_hold_nothing_of_one_machine(notebook: NotebookNode) -> None:
    keeps(rules.stores_the_same_on_every_machine(notebook))


def test_metadata_is_as_the_run_task_writes_it(notebook: NotebookNode) -> None:
    keeps(rules.has_normal_metadata(notebook))


def test_cell_ids_are_unique(notebook: NotebookNode) -> None:
    keeps(rules.has_ids_that_stay(notebook))


def test_links_lead_to_what_exists(notebook: NotebookNode, path: Path) -> None:
    keeps(rules.leads_only_to_what_exists(notebook, path.parent, ROOT))
