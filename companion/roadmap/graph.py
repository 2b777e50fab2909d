"""The road map as data: topics that need topics, read from notebooks/data/roadmap.yml and checked."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from companion import yaml_files

FILE = "roadmap.yml"
TOPIC_KEYS = {"id", "title", "chinese", "area", "chapter", "needs", "minutes"}
KEYS = {
    "areas": ({"id", "title", "chinese", "word"}, set[str]()),
    "topics": (TOPIC_KEYS, {"notebook", "heading"}),
    "later": ({"id", "title", "chinese", "needs", "adds"}, set[str]()),
}


@dataclass(frozen=True)
class Area:
    """A field of mathematics or of craft, and the one word for what it gives."""

    id: str
    title: str
    chinese: str
    word: str


@dataclass(frozen=True)
class Topic:
    """Something to learn in one section; `needs` are ids of topics."""

    id: str
    title: str
    chinese: str
    area: str
    chapter: str
    needs: tuple[str, ...]
    minutes: int
    notebook: str = ""
    heading: str = ""

    @property
    def where(self) -> str:
        """Where it is taught, in words."""
        return f"{self.notebook}, '{self.heading}'" if self.heading else f"chapter {self.chapter}"


@dataclass(frozen=True)
class Later:
    """A goal beyond this book: what it needs from here, and what it adds."""

    id: str
    title: str
    chinese: str
    needs: tuple[str, ...]
    adds: str


@dataclass(frozen=True)
class Roadmap:
    """All topics, in an order in which they can be learned."""

    areas: tuple[Area, ...]
    topics: tuple[Topic, ...]
    later: tuple[Later, ...]

    def __getitem__(self, id: str) -> Topic:
        return next(topic for topic in self.topics if topic.id == id)

    def closure(self, ids: Iterable[str]) -> frozenset[str]:
        """The topics `ids` and all that they rest on, down to the ground."""
        found, stack = set[str](), list(ids)
        while stack:
            id = stack.pop()
            if id not in found:
                found.add(id)
                stack += self[id].needs
        return frozenset(found)

    def find(self, names: str | Iterable[str]) -> tuple[str, ...]:
        """Ids of the topics meant: ids, titles, Chinese titles, `chapter 05`, `all`, or a goal beyond the book.

        `names` is one string with commas, or several. Raises ValueError that names the nearest where nothing fits.
        """
        parts = names.split(",") if isinstance(names, str) else list(names)
        wanted = [" ".join(part.split()) for part in parts if part.strip()]
        return tuple(dict.fromkeys(id for name in wanted for id in self._meant(name)))

    def _meant(self, name: str) -> tuple[str, ...]:
        groups = {"all": tuple(topic.id for topic in self.topics)}
        for topic in self.topics:
            for key in (topic.chapter, f"chapter {topic.chapter}"):
                groups[key] = (*groups.get(key, ()), topic.id)
        for goal in self.later:
            groups |= dict.fromkeys(_names(goal), self._below(goal.id))
        for topic in self.topics:
            groups |= dict.fromkeys(_names(topic), (topic.id,))
        if name.casefold() in groups:
            return groups[name.casefold()]
        near = difflib.get_close_matches(name.casefold(), groups, n=3, cutoff=0.4)
        nearest = dict.fromkeys(self._id_of(key) for key in near)
        raise ValueError(f"there is no topic {name!r}; the nearest: {', '.join(nearest) or 'none, see --list'}")

    def _id_of(self, name: str) -> str:
        entries: list[Topic | Later] = [*self.topics, *self.later]
        return next((entry.id for entry in entries if name in _names(entry)), name)

    def _below(self, id: str) -> tuple[str, ...]:
        """The topics under a goal beyond the book, which may need another such goal."""
        goals = {goal.id: goal for goal in self.later}
        return tuple(t for n in goals[id].needs for t in (self._below(n) if n in goals else (n,)))


def _names(entry: Topic | Later) -> tuple[str, ...]:
    return (entry.id.casefold(), entry.title.casefold(), entry.chinese.casefold())


def load() -> Roadmap:
    """Return the road map of the book. Raises ValueError in one line for whatever is wrong with the file."""
    return parse(yaml_files.read(FILE, "the road map"))


def parse(data: Any) -> Roadmap:
    """Return the road map that `data` (areas, topics, later, each a list of mappings) describes, checked."""
    if not isinstance(data, dict) or set(data) != set(KEYS):
        raise ValueError(f"{FILE} must have exactly areas, topics and later")
    rows = {kind: [_row(kind, row) for row in data[kind] or []] for kind in KEYS}
    areas = tuple(Area(**row) for row in rows["areas"])
    topics = [Topic(**row) for row in rows["topics"]]
    later = tuple(Later(**row) for row in rows["later"])
    _check_ids([*topics, *later], areas)
    known = {topic.id for topic in topics}
    for topic in topics:
        _check_topic(topic, known, {area.id for area in areas})
    for goal in later:
        _check_needs(goal, known | {entry.id for entry in later})
    _ordered({goal.id: [n for n in goal.needs if n not in known] for goal in later})
    return Roadmap(areas, tuple(_learnable(topics)), later)


def _row(kind: str, row: Any) -> dict[str, Any]:
    needed, optional = KEYS[kind]
    name = f"{FILE}, {kind}: {row.get('id', row) if isinstance(row, dict) else row!r}"
    if not isinstance(row, dict) or not needed <= set(row):
        missing = needed - set(row) if isinstance(row, dict) else needed
        raise ValueError(f"{name} lacks {', '.join(sorted(missing))}")
    if set(row) - needed - optional:
        raise ValueError(f"{name} has unknown keys: {', '.join(sorted(set(row) - needed - optional))}")
    if "needs" in row and not isinstance(row["needs"], list):
        raise ValueError(f"{name}: needs must be a list of ids; came {row['needs']!r}")
    return {**row, "needs": tuple(row["needs"])} if "needs" in row else row


def _check_ids(entries: list[Topic | Later], areas: tuple[Area, ...]) -> None:
    for ids in ([entry.id for entry in entries], [area.id for area in areas]):
        twice = next((id for id in ids if ids.count(id) > 1), None)
        if twice:
            raise ValueError(f"{FILE}: the id {twice!r} is used twice")


def _check_topic(topic: Topic, known: set[str], areas: set[str]) -> None:
    if topic.area not in areas:
        raise ValueError(f"{FILE}, topic {topic.id!r}: there is no area {topic.area!r}")
    if type(topic.minutes) is not int or topic.minutes < 1:
        raise ValueError(
            f"{FILE}, topic {topic.id!r}: minutes must be a whole number from 1 on; came {topic.minutes!r}"
        )
    _check_needs(topic, known)


def _check_needs(entry: Topic | Later, known: set[str]) -> None:
    for id in entry.needs:
        if id not in known:
            near = difflib.get_close_matches(str(id), sorted(known), n=3, cutoff=0.4)
            raise ValueError(
                f"{FILE}, {entry.id!r} needs {id!r}, which is missing; the nearest: {', '.join(near) or 'none'}"
            )


def _learnable(topics: list[Topic]) -> Iterator[Topic]:
    """Chapter by chapter, and in the order of the file, as far as the prerequisites let it be."""
    place = {topic.id: (topic.chapter, i) for i, topic in enumerate(topics)}
    by_id = {topic.id: topic for topic in topics}
    sorter = _ordered({topic.id: list(topic.needs) for topic in topics})
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=place.__getitem__)
        first, *ready = ready
        yield by_id[first]
        sorter.done(first)


def _ordered(needs: dict[str, list[str]]) -> "TopologicalSorter[str]":
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        raise ValueError(f"{FILE} goes in a circle: {' → '.join(error.args[1])}") from None
    return sorter
