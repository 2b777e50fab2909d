"""25 questions that colour the road map. First tries count, and 'I do not know yet' is an answer."""

import json
from collections.abc import Mapping
from typing import Any

from companion import yaml_files
from companion.quizzes import Option, Question, page_of, parse, text_of
from companion.rich_output import Output, asset, card
from companion.roadmap.graph import Roadmap, load
from companion.roadmap.page import drawing

FILE = "assessment.yml"
NOT_YET = "I do not know yet"


def self_assessment() -> Output:
    """Ask the questions of notebooks/data/assessment.yml; below them stand the score and the map, coloured by it.

    Raises ValueError in one line for whatever is wrong with the file.
    """
    roadmap = load()
    questions, about = read(roadmap)
    questions = [_with_not_yet(question, about[question.id], roadmap) for question in questions]
    fields, right = page_of(questions)
    body, data = drawing(roadmap, [topic.id for topic in roadmap.topics], {})
    result = '<p class="companion-result">Your score stands here, and on the map below it.</p>'
    topics = json.dumps([about[question.id] for question in questions], separators=(",", ":"))
    call = f"quiz(root, {json.dumps(right)});\nassess(root, conceptMap(root, {data}, false), {topics})"
    scripts = "\n".join(asset(name) for name in ("quiz.js", "map.js", "assess.js"))
    text = "\n\n".join(text_of(question) for question in questions)
    return Output(text, card("assessment", fields + result + body, scripts, call))


def read(roadmap: Roadmap) -> tuple[list[Question], dict[str, list[str]]]:
    """Return the questions, and for each id the topics that it asks about."""
    rows = yaml_files.read(FILE, "self_assessment")
    questions = parse(FILE, [_without_topics(row) for row in rows])
    return questions, {question.id: _topics(row, roadmap) for question, row in zip(questions, rows, strict=True)}


def _without_topics(row: Any) -> Any:
    return {key: value for key, value in row.items() if key != "topics"} if isinstance(row, Mapping) else row


def _topics(row: Mapping[str, Any], roadmap: Roadmap) -> list[str]:
    here = f"{FILE}, question {row['id']!r}"
    if not isinstance(row.get("topics"), list) or not row["topics"]:
        raise ValueError(f"{here}: topics must be a list of ids; came {row.get('topics')!r}")
    known = {topic.id for topic in roadmap.topics}
    unknown = [id for id in row["topics"] if id not in known]
    if unknown:
        raise ValueError(f"{here}: there is no topic {unknown[0]!r}")
    return list(row["topics"])


def _with_not_yet(question: Question, topics: list[str], roadmap: Roadmap) -> Question:
    places = " and ".join(dict.fromkeys(roadmap[id].where for id in topics))
    last = Option(NOT_YET, False, f"That is worth knowing too. It is taught in {places}.")
    return Question(question.id, question.kind, question.question, (*question.options, last), question.code)
