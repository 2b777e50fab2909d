"""The road map in the notebook: a picture to walk through, which takes marks of what you know."""

import hashlib
import html
import json
from collections.abc import Collection, Iterable, Mapping

from companion.rich_output import Output, asset, card, image
from companion.roadmap.graph import Roadmap, Topic, load
from companion.roadmap.picture import MARKS, picture


def concept_map(to: str | Iterable[str] = "all", known: str | Iterable[str] = ()) -> Output:
    """Show the topics `to` and all that they rest on; those that `known` holds or implies are marked.

    Takes ids, titles, Chinese titles or 'chapter 05'. In a page that runs scripts the map is walked with the arrow keys
    or the mouse, says what a topic rests on, and takes marks. Raises ValueError that names the nearest topics.
    """
    roadmap = load()
    states = marks(roadmap, roadmap.find(known))
    shown = roadmap.closure(roadmap.find(to))
    if not shown:
        raise ValueError("the map needs a topic: an id, a title, 'chapter 05' or 'all'")
    body, data = drawing(roadmap, shown, states)
    key = "map-" + hashlib.sha256(body.encode()).hexdigest()[:12]
    return Output(as_text(roadmap, shown, states), card(key, body, asset("map.js"), f"conceptMap(root, {data})"))


def marks(roadmap: Roadmap, known: Iterable[str]) -> dict[str, str]:
    """Return the state of each topic that is known, or on which a known one rests."""
    known = list(known)
    return dict.fromkeys(roadmap.closure(known), "implied") | dict.fromkeys(known, "known")


def drawing(roadmap: Roadmap, shown: Collection[str], states: Mapping[str, str]) -> tuple[str, str]:
    """Return the HTML of the static map (picture, all topics as a list) and the data for its script."""
    topics = [topic for topic in roadmap.topics if topic.id in shown]
    items = "".join(f"<li>{html.escape(line)}</li>" for line in _lines(roadmap, topics, states))
    alt = f"Concept map of {len(topics)} topics. All of them stand as text below the picture."
    data = [
        [topic.id, topic.title, topic.chinese, topic.minutes, topic.where, topic.notebook, list(topic.needs)]
        for topic in topics
    ]
    body = (
        f'<style>{asset("map.css")}</style><div class="companion-map">{image(picture(roadmap, shown, states), alt)}'
        f"<details><summary>All {len(topics)} topics as text</summary><ul>{items}</ul></details></div>"
    )
    return body, json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def as_text(roadmap: Roadmap, shown: Collection[str], states: Mapping[str, str]) -> str:
    """Return the map as lines, a heading for each area."""
    lines: list[str] = []
    for area in roadmap.areas:
        topics = [topic for topic in roadmap.topics if topic.area == area.id and topic.id in shown]
        if topics:
            lines += [f"{area.title} ({area.chinese}): {area.word}"]
            lines += [f"  {line}" for line in _lines(roadmap, topics, states)]
    return "\n".join(lines)


def _lines(roadmap: Roadmap, topics: Iterable[Topic], states: Mapping[str, str]) -> Iterable[str]:
    for topic in topics:
        mark = MARKS.get(states.get(topic.id, ""), "")
        needs = ", ".join(roadmap[need].title for need in topic.needs)
        end = f"; needs {needs}" if needs else ""
        yield f"{mark} {topic.title} ({topic.chinese}), chapter {topic.chapter}, {topic.minutes} min{end}".strip()
