"""`quiz`: questions from notebooks/data/quiz/*.yml, answered and explained in the page, with no kernel."""

import html
import json
import re
from dataclasses import dataclass

from companion import yaml_files
from companion.rich_output import Output, asset, card
from companion.tex import tex_to_html

KINDS = ("choice", "predict")
QUESTION_KEYS = {"id", "kind", "question", "code", "options", "misconception"}
OPTION_KEYS = {"text", "correct", "why"}


@dataclass(frozen=True)
class Option:
    """An answer to choose, and why it is right or wrong."""

    text: str
    correct: bool
    why: str


@dataclass(frozen=True)
class Question:
    """One question; more than one option may be right."""

    id: str
    kind: str
    question: str
    options: tuple[Option, ...]
    code: str = ""


def quiz(file: str, id: str | None = None) -> Output:
    """Ask the question `id` of `notebooks/data/quiz/<file>.yml`, or all of its questions in order.

    Returns an output whose HTML asks, checks and explains, and whose text lists questions and options, not the answer.
    Raises FileNotFoundError, or ValueError that names the file, the question and what is wrong.
    """
    questions = load(file)
    if id is not None:
        known = ", ".join(q.id for q in questions)
        questions = [q for q in questions if q.id == id]
        if not questions:
            raise ValueError(f"quiz/{file}.yml has no question {id!r}; it has: {known}")
    return Output("\n\n".join(text_of(q) for q in questions), _page(questions))


def load(file: str) -> list[Question]:
    """Return the questions of a quiz file, checked."""
    where = f"quiz/{file}.yml"
    return parse(where, yaml_files.read(where, "quiz"))


def parse(where: str, rows: object) -> list[Question]:
    """Return the questions that `rows` of the file `where` describe, checked."""
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{where} must be a list of questions; came {type(rows).__name__}")
    questions = [_question(where, i, row) for i, row in enumerate(rows, 1)]
    ids = [q.id for q in questions]
    if len(set(ids)) < len(ids):
        raise ValueError(f"{where}: the id {next(i for i in ids if ids.count(i) > 1)!r} is used twice")
    return questions


def _question(where: str, count: int, row: object) -> Question:
    here = f"{where}, question {count}"
    if not isinstance(row, dict):
        raise ValueError(f"{here} must be a mapping with id, kind, question, options; came {type(row).__name__}")
    here = f"{where}, question {row.get('id', count)!r}"
    _keys(here, row, QUESTION_KEYS, needed=("id", "kind", "question", "options"))
    if row["kind"] not in KINDS:
        raise ValueError(f"{here}: kind must be choice or predict; came {row['kind']!r}")
    if not isinstance(row["options"], list) or len(row["options"]) < 2:
        raise ValueError(f"{here}: options must be a list of at least two")
    if not re.fullmatch(r"E[AB]-\d+|", str(row.get("misconception") or "")):
        raise ValueError(f"{here}: misconception must be an id such as EA-12; came {row['misconception']!r}")
    _formulas(here, str(row["question"]))
    options = tuple(_option(f"{here}, option {i}", option) for i, option in enumerate(row["options"], 1))
    if not any(option.correct for option in options):
        raise ValueError(f"{here}: no option is correct")
    return Question(
        str(row["id"]), row["kind"], str(row["question"]).strip(), options, str(row.get("code") or "").rstrip()
    )


def _option(here: str, row: object) -> Option:
    if not isinstance(row, dict):
        raise ValueError(f"{here} must be a mapping with text, correct, why; came {type(row).__name__}")
    _keys(here, row, OPTION_KEYS, needed=("text", "correct", "why"))
    if not isinstance(row["correct"], bool):
        raise ValueError(f"{here}: correct must be true or false; came {row['correct']!r}")
    _formulas(here, f"{row['text']} {row['why']}")
    return Option(str(row["text"]).strip(), row["correct"], str(row["why"]).strip())


def _formulas(here: str, text: str) -> None:
    try:
        inline(text)
    except ValueError as error:
        raise ValueError(f"{here}: {error}") from None


def _keys(here: str, row: dict[str, object], allowed: set[str], needed: tuple[str, ...]) -> None:
    missing = [key for key in needed if row.get(key) is None]
    if missing:
        raise ValueError(f"{here} lacks {', '.join(missing)}")
    unknown = sorted(set(row) - allowed)
    if unknown:
        raise ValueError(
            f"{here} has unknown keys: {', '.join(map(str, unknown))}; known are {', '.join(sorted(allowed))}"
        )


def text_of(q: Question) -> str:
    """Return a question and its options as lines, without the answer."""
    lines = [q.question]
    if q.code:
        lines += [f"    {line}" for line in q.code.splitlines()]
    return "\n".join([*lines, *(f"  ( ) {option.text}" for option in q.options)])


def _page(questions: list[Question]) -> str:
    cards, right = page_of(questions)
    key = f"quiz-{'-'.join(q.id for q in questions)}"
    return card(key, cards, asset("quiz.js"), f"quiz(root, {json.dumps(right)})")


def page_of(questions: list[Question]) -> tuple[str, list[list[int]]]:
    """Return the HTML of the questions, and the places of each one's right options for the script."""
    right = [[i for i, option in enumerate(q.options) if option.correct] for q in questions]
    return "".join(_card(q, _legend(q, i, len(questions))) for i, q in enumerate(questions, 1)), right


def _legend(q: Question, count: int, total: int) -> str:
    kind = "Predict" if q.kind == "predict" else "Question"
    return f"{kind} ({count} of {total})" if total > 1 else kind


def _card(q: Question, legend: str) -> str:
    many = sum(option.correct for option in q.options) > 1
    kind = "checkbox" if many else "radio"
    options = "".join(
        f'<div class="companion-option"><label><input type="{kind}" name="{html.escape(q.id)}" disabled>'
        f"<span>{inline(option.text)}</span></label></div>"
        for option in q.options
    )
    reasons = "".join(
        f"<li><strong>{'Right' if o.correct else 'Wrong'}.</strong> {inline(o.why)}</li>" for o in q.options
    )
    code = f"<pre><code>{html.escape(q.code)}</code></pre>" if q.code else ""
    hint = " <em>More than one may be right.</em>" if many else ""
    return (
        f'<fieldset class="companion-question"><legend>{legend}</legend><p>{inline(q.question)}{hint}</p>{code}'
        f"{options}<details><summary>Answers</summary><ol>{reasons}</ol></details></fieldset>"
    )


def inline(text: str) -> str:
    """Return one line of Markdown as HTML: `code`, $math$ (short), **bold** and *emphasis*."""
    parts = re.split(r"(`[^`]+`|\$[^$]+\$)", " ".join(text.split()))
    return "".join(_marked(part) if i % 2 else _emphasised(part) for i, part in enumerate(parts))


def _marked(part: str) -> str:
    return f"<code>{html.escape(part[1:-1])}</code>" if part[0] == "`" else tex_to_html(part[1:-1])


def _emphasised(part: str) -> str:
    bold = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", html.escape(part, quote=False))
    return re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", bold)
