"""The house style of notebooks as functions: each takes a notebook and returns its objections, one line each.

A notebook is a nbformat.NotebookNode. test_house_style.py applies them; test_rules.py shows that each can object.
"""

import copy
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from nbformat import NotebookNode

from companion import execute

Rule = Callable[[NotebookNode], list[str]]

MOST_CELLS, MOST_LINES, FEWEST_WORDS, MOST_WORDS = 50, 15, 1500, 3000
FEWEST_PREDICTIONS, FEWEST_MISCONCEPTIONS, FEWEST_TERMS = 4, 3, 3
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
MATH = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[([^\]]*)\]\(")
HTML_IMAGE = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r"\balt=(\"[^\"]+\"|'[^']+')")
DIRECTIVE = re.compile(r"^(:::|```\{|~~~\{)|\{[\w:-]+\}`|^\([\w-]+\)=$", re.MULTILINE)
BLOCK_LINE = re.compile(r"\s*([-*+] |\d+[.)] |[|>#<]|\$\$|---|===|\[\^|\\)|^\s*$")
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2705\u2728\u274c\u2b50\ufe0f]")
FILLER = re.compile(r"\b(simply|just|obviously)\b", re.IGNORECASE)
TERM = re.compile(r"\*\*[^*]+\*\*\s*\([^()]*[\u4e00-\u9fff][^()]*\)")
NETWORK_OR_CLOCK = re.compile(
    r"\b(requests|urllib|httpx?|socket|download)\b|time\.(time|perf_counter|monotonic)|\.now\(|%%?time"
)
RANDOM = re.compile(
    r"\b(?:torch|hg|np\.random|random|lib)\.(?:rand|randn|randint|randperm|normal|uniform|random|shuffle)\("
)
SEEDED = re.compile(r"manual_seed\(|default_rng\(\s*\d|random\.seed\(")
LONG_NUMBER = re.compile(r"\d\.\d{12,}")


def markdown(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """Number and source of each Markdown cell, counted from 1."""
    return ((n, c.source) for n, c in enumerate(notebook.cells, 1) if c.cell_type == "markdown")


def code(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Number and cell of each code cell, counted from 1."""
    return ((n, c) for n, c in enumerate(notebook.cells, 1) if c.cell_type == "code")


def prose(text: str) -> str:
    """Markdown without code, formulas and the targets of links: what a reader reads as words."""
    return LINK.sub("link", MATH.sub("formula", INLINE_CODE.sub("code", FENCE.sub("", text))))


def tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


# ------------------------------------------------------------------------------------------------------- structure


def opens_with_a_title(notebook: NotebookNode) -> list[str]:
    first = notebook.cells[0]
    heads = [n for n, text in markdown(notebook) if re.search(r"^# ", FENCE.sub("", text), re.MULTILINE)]
    good = first.cell_type == "markdown" and first.source.startswith("# ") and heads == [1]
    return [] if good else [f"wanted one '# ' heading, in cell 1; came in cells {heads}"]


def says_how_long_it_takes(notebook: NotebookNode) -> list[str]:
    opening = " ".join(text for n, text in markdown(notebook) if n <= 6)
    return [] if re.search(r"\d+ (to \d+ )?minutes", opening) else ["the opening says no minutes"]


def imports_companion_first(notebook: NotebookNode) -> list[str]:
    number, cell = next(code(notebook), (0, None))
    good = cell is not None and re.search(r"^(import companion\b|from companion import)", cell.source, re.MULTILINE)
    return [] if good else [f"the first code cell ({number}) does not import companion"]


def has_few_cells(notebook: NotebookNode) -> list[str]:
    recall = sum("recall" in c.metadata.get("tags", []) for c in notebook.cells)
    count = len(notebook.cells) - 2 * recall  # the cards of the last chapter, and the cut in the text that they make
    return [f"{count} cells; at most {MOST_CELLS}"] if count > MOST_CELLS else []


def has_short_code_cells(notebook: NotebookNode) -> list[str]:
    sizes = ((n, len(c.source.splitlines())) for n, c in code(notebook))
    return [f"cell {n} has {lines} lines; at most {MOST_LINES}" for n, lines in sizes if lines > MOST_LINES]


def has_prose_between_code(notebook: NotebookNode) -> list[str]:
    kinds = [c.cell_type for c in notebook.cells]
    pairs = enumerate(pairwise(kinds), 1)
    return [f"cells {n} and {n + 1} are both code" for n, pair in pairs if pair == ("code", "code")]


def has_the_length_of_a_sitting(notebook: NotebookNode) -> list[str]:
    words = sum(len(FENCE.sub("", text).split()) for _, text in markdown(notebook))
    return [] if FEWEST_WORDS <= words <= MOST_WORDS else [f"{words} words; {FEWEST_WORDS} to {MOST_WORDS} are wanted"]


def asks_for_predictions(notebook: NotebookNode) -> list[str]:
    folded = [n for n, c in code(notebook) if "hide-output" in tags(c)]
    few = len(folded) < FEWEST_PREDICTIONS
    return [f"{len(folded)} predictions; at least {FEWEST_PREDICTIONS}"] if few else []


def puts_a_question_before_each_folded_answer(notebook: NotebookNode) -> list[str]:
    found = []
    for n, cell in code(notebook):
        before = notebook.cells[n - 2].source if n > 1 else ""
        if "hide-output" in tags(cell) and not re.search(r"predict", before, re.IGNORECASE):
            found.append(f"cell {n} is folded, but the cell before it asks for no prediction")
    return found


def folds_the_answers(notebook: NotebookNode) -> list[str]:
    return [
        f"cell {n} is tagged hide-output, but metadata.jupyter.outputs_hidden is not true"
        for n, c in code(notebook)
        if "hide-output" in tags(c) and c.metadata.get("jupyter", {}).get("outputs_hidden") is not True
    ]


def breaks_misconceptions(notebook: NotebookNode) -> list[str]:
    count = sum(len(re.findall(r"common misconception", text, re.IGNORECASE)) for _, text in markdown(notebook))
    few = count < FEWEST_MISCONCEPTIONS
    return [f"{count} common misconceptions; at least {FEWEST_MISCONCEPTIONS}"] if few else []


def compares_with_torch(notebook: NotebookNode) -> list[str]:
    return [] if any("compare(" in c.source for _, c in code(notebook)) else ["no cell calls compare(...)"]


def ends_with_what_you_can_do(notebook: NotebookNode) -> list[str]:
    text = "\n".join(text for _, text in markdown(notebook))
    found = [] if re.search(r"^## What you can do now", text, re.MULTILINE) else ["no heading 'What you can do now'"]
    found += [] if any("quiz(" in c.source for _, c in code(notebook)) else ["no cell asks a quiz(...)"]
    return found + ([] if re.search(r"\]\([^)]*exercises/", text) else ["no link to the exercises"])


# ----------------------------------------------------------------------------------------------------------- words


def is_plain_markdown(notebook: NotebookNode) -> list[str]:
    hits = ((n, DIRECTIVE.search(text)) for n, text in markdown(notebook))
    return [f"cell {n} has a MyST directive or role: {hit.group()!r}" for n, hit in hits if hit]


def has_one_line_a_paragraph(notebook: NotebookNode) -> list[str]:
    found = []
    for n, text in markdown(notebook):
        lines = MATH.sub("formula", FENCE.sub("", text)).splitlines()
        for one, two in pairwise(lines):
            if one.strip() and not re.match(r"\s*[|#]|\$\$|<", one) and not BLOCK_LINE.match(two):
                found.append(f"cell {n} wraps a paragraph before {two[:40]!r}")
    return found


def makes_no_list_of_a_sentence(notebook: NotebookNode) -> list[str]:
    """'371. It falls …' at the start of a paragraph is shown as item 371 of a list."""
    found = []
    for n, text in markdown(notebook):
        numbers = [int(start) for start in re.findall(r"^(\d+)[.)] ", prose(text), re.MULTILINE)]
        odd = [here for before, here in pairwise([0, *numbers]) if here not in (1, before + 1)]
        found += [f"cell {n}: '{start}.' at the start of a paragraph begins a list; begin with a word" for start in odd]
    return found


def keeps_a_calm_voice(notebook: NotebookNode) -> list[str]:
    found = []
    for n, text in markdown(notebook):
        words = prose(text)
        found += [f"cell {n} has the filler '{hit.group()}'" for hit in FILLER.finditer(words)]
        found += [f"cell {n} has an exclamation mark" for _ in re.finditer(r"!(?!\[)", words)]
        found += [f"cell {n} has an emoji" for _ in EMOJI.finditer(words)]
    return found


def gives_chinese_terms(notebook: NotebookNode) -> list[str]:
    count = sum(len(TERM.findall(text)) for _, text in markdown(notebook))
    few = count < FEWEST_TERMS
    return [f"{count} terms in the form '**term** (中文)'; at least {FEWEST_TERMS}"] if few else []


def describes_every_image(notebook: NotebookNode) -> list[str]:
    found = []
    for n, text in markdown(notebook):
        found += [f"cell {n} has an image without alt text" for alt in IMAGE.findall(text) if not alt.strip()]
        found += [f"cell {n} has an <img> without alt text" for tag in HTML_IMAGE.findall(text) if not ALT.search(tag)]
    for n, cell in code(notebook):
        data = [output.get("data", {}) for output in cell.outputs]
        found += [f"cell {n} stores a bare figure: use show(fig, alt=...)" for d in data if "image/svg+xml" in d]
        images = (tag for d in data for tag in HTML_IMAGE.findall(d.get("text/html", "")))
        found += [f"the output of cell {n} has an <img> without alt text" for tag in images if not ALT.search(tag)]
    return found


# ------------------------------------------------------------------------------------------------ code and outputs


def needs_no_network_and_no_clock(notebook: NotebookNode) -> list[str]:
    hits = ((n, NETWORK_OR_CLOCK.search(c.source)) for n, c in code(notebook))
    return [f"cell {n} uses {hit.group()!r}: the network or the clock" for n, hit in hits if hit]


def seeds_its_random_numbers(notebook: NotebookNode) -> list[str]:
    seeded, found = False, []
    for n, cell in code(notebook):
        seeded = seeded or bool(SEEDED.search(cell.source))
        if RANDOM.search(cell.source) and not seeded:
            found.append(f"cell {n} draws random numbers, and no seed was set before")
    return found


def rounds_what_it_prints(notebook: NotebookNode) -> list[str]:
    found = []
    for n, cell in code(notebook):
        shown = [o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in cell.outputs]
        found += [f"cell {n} prints {hit.group()}: round it" for text in shown for hit in LONG_NUMBER.finditer(text)]
    return found


def tags_exactly_the_errors_it_provokes(notebook: NotebookNode) -> list[str]:
    found = []
    for n, cell in code(notebook):
        raised, tagged = any(o.output_type == "error" for o in cell.outputs), "raises-exception" in tags(cell)
        if raised != tagged:
            found.append(
                f"cell {n} {'raises but is not' if raised else 'does not raise but is'} tagged raises-exception"
            )
    return found


def was_run_from_top_to_bottom(notebook: NotebookNode) -> list[str]:
    counts = [c.execution_count for _, c in code(notebook) if c.source.strip()]
    return (
        [] if counts == list(range(1, len(counts) + 1)) else ["counts are not 1..n: store it with 'python3 go.py run'"]
    )


def stores_the_same_on_every_machine(notebook: NotebookNode) -> list[str]:
    return execute.objections(notebook)


def has_normal_metadata(notebook: NotebookNode) -> list[str]:
    after = copy.deepcopy(notebook)
    execute.normalise(after)
    return [] if after == notebook else ["metadata is not as 'python3 go.py run' writes it"]


def has_ids_that_stay(notebook: NotebookNode) -> list[str]:
    ids = [c.get("id") for c in notebook.cells]
    twice = sorted({i for i in ids if ids.count(i) > 1 or not i}, key=str)
    return [f"cell ids used twice or missing: {twice}"] if twice or notebook.nbformat_minor < 5 else []


def links_to(notebook: NotebookNode) -> list[str]:
    """The targets of all Markdown links."""
    return [
        target for _, text in markdown(notebook) for target in LINK.findall(INLINE_CODE.sub("", FENCE.sub("", text)))
    ]


def leads_only_to_what_exists(notebook: NotebookNode, folder: Path, root: Path) -> list[str]:
    """Relative links from `folder`; a link to an exercise counts where its source stands."""
    found = []
    for target in links_to(notebook):
        path = target.partition("#")[0]
        if not path or re.match(r"https://|mailto:", target):
            continue
        exercise = re.fullmatch(r"(?:\.\./)*exercises/(?:source/|release/)?(\d\d_\w+/[\w.]+)", path)
        place = root / "exercises" / "source" / exercise.group(1) if exercise else folder / path
        if path.startswith(("/", "http:")) or not place.exists():
            found.append(f"the link to {target} leads nowhere")
    return found
