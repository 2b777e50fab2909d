"""From what you know, where you want to go, and your days and minutes to a plan with dates.

A session has three parts, in the proportion 5 : 7 : 3: recall what is due, something new, questions on it. What recall
leaves over goes to the new. A finished topic is due again after 1 day, then after 3, 7 and 21 days more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from companion.rich_output import Output
from companion.roadmap.graph import Roadmap, Topic, load
from companion.tables import Table

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INTERVALS = (1, 3, 7, 21)  # days from one recall of a topic to the next
SHORTEST, LONGEST = 5, 240  # minutes of a session
ROWS = 10  # of a plan's table, until it is cut


@dataclass(frozen=True)
class Share:
    """Minutes of one session for one new topic; `done` says whether that was the last of it."""

    topic: Topic
    minutes: int
    done: bool

    def __str__(self) -> str:
        return f"{self.topic.title} ({self.minutes} min{', done' if self.done else ''})"


@dataclass(frozen=True)
class Session:
    """One sitting: topics to recall (a minute each), shares of new topics, minutes of questions on these."""

    date: date
    recall: tuple[Topic, ...]
    new: tuple[Share, ...]
    quiz: int

    @property
    def minutes(self) -> int:
        """All minutes of the sitting."""
        return len(self.recall) + sum(share.minutes for share in self.new) + self.quiz


@dataclass(frozen=True)
class Plan:
    """Sessions in order of their dates. Shows itself as a table of the first ten; `table(rows)` shows more."""

    goals: tuple[str, ...]
    sessions: tuple[Session, ...]
    minutes: int

    def table(self, rows: int = ROWS) -> Output:
        """Return the first `rows` sessions as a table, with the sums below it."""
        head = ("date", "recall (1 min each)", "new", "quiz")
        notes = [self.summary()]
        if len(self.sessions) > rows:
            notes.insert(0, f"… and {len(self.sessions) - rows} sessions more, to {_day(self.sessions[-1].date)}.")
        return Table(head, tuple(_cells(session) for session in self.sessions[:rows])).output(notes)

    def summary(self) -> str:
        """Say in one line how much there is, and when the last new topic is done."""
        topics = {share.topic.id for session in self.sessions for share in session.new}
        total = sum(session.minutes for session in self.sessions)
        last = [session.date for session in self.sessions if session.new][-1]
        return (
            f"{len(topics)} new topics in {len(self.sessions)} sessions, {total} minutes in all; "
            f"the last new one is done on {_day(last)}, the rest is recall."
        )

    def __repr__(self) -> str:
        return self.table().text

    def _repr_html_(self) -> str:
        return self.table().html


@dataclass
class _Reviews:
    """When each finished topic is due again."""

    due: dict[str, tuple[date, int]] = field(default_factory=dict)

    def take(self, today: date, most: int) -> list[str]:
        """The topics to recall today, the longest overdue first; each moves on to its next interval."""
        ready = sorted((when, id) for id, (when, _) in self.due.items() if when <= today)
        chosen = [id for _, id in ready[:most]]
        for id in chosen:
            self.move(id, today, self.due.pop(id)[1] + 1)
        return chosen

    def move(self, id: str, today: date, count: int) -> None:
        """Note when the recall number `count` is due; after the last one the topic is let go."""
        if count < len(INTERVALS):
            self.due[id] = (today + timedelta(INTERVALS[count]), count)


def split(minutes: int) -> tuple[int, int, int]:
    """Return the minutes of a session for recall, new and quiz: 15 gives 5, 7, 3."""
    recall, quiz = minutes // 3, minutes // 5
    return recall, minutes - recall - quiz, quiz


def plan(
    known: str | Iterable[str] = (),
    to: str | Iterable[str] = "all",
    *,
    start: date | str,
    minutes: int = 15,
    days: str | Iterable[str] = DAYS,
    today: date | str | None = None,
    roadmap: Roadmap | None = None,
) -> Plan:
    """Return a plan from `known`, with all that it rests on, to the topics `to`: `minutes` on each of the `days`.

    Raises ValueError in one line for an unknown topic or day, for minutes outside of 5 to 240, for a `start` before
    `today` (if that is given), and where nothing is left to learn.
    """
    first = check_start(start, today)
    if not SHORTEST <= minutes <= LONGEST:
        raise ValueError(f"a session needs {SHORTEST} to {LONGEST} minutes; came {minutes}. Usual: 15")
    weekdays = check_days(days)
    goals, topics = _ahead(roadmap or load(), known, to)
    return Plan(goals, tuple(_sessions(topics, first, weekdays, minutes)), minutes)


def _ahead(
    roadmap: Roadmap, known: str | Iterable[str], to: str | Iterable[str]
) -> tuple[tuple[str, ...], list[Topic]]:
    """The goals, and the topics on the way to them that are not known, in learning order."""
    goals = roadmap.find(to)
    if not goals:
        raise ValueError("the plan needs a goal: the id of a topic, 'chapter 05' or 'all'")
    ahead = roadmap.closure(goals) - roadmap.closure(roadmap.find(known))
    if not ahead:
        came = ", ".join(goals[:3])
        raise ValueError(f"nothing to plan: what you know holds {came} already; choose a goal further on")
    return goals, [topic for topic in roadmap.topics if topic.id in ahead]


def _sessions(topics: list[Topic], first: date, weekdays: set[int], minutes: int) -> Iterator[Session]:
    by_id = {topic.id: topic for topic in topics}
    left = {topic.id: topic.minutes for topic in topics}
    reviews, day = _Reviews(), first
    while left or reviews.due:
        if day.weekday() in weekdays:
            most, _, quiz = split(minutes) if left else (minutes, 0, 0)
            recall = tuple(by_id[id] for id in reviews.take(day, most))
            new = tuple(_take(left, by_id, minutes - len(recall) - quiz))
            for share in new:
                if share.done:
                    reviews.move(share.topic.id, day, 0)
            if recall or new:
                yield Session(day, recall, new, quiz)
        day += timedelta(1)


def _take(left: dict[str, int], by_id: dict[str, Topic], room: int) -> Iterator[Share]:
    """Fill `room` minutes with what comes next, and take them from `left`."""
    while left and room:
        id = next(iter(left))
        share = min(room, left[id])
        room, left[id] = room - share, left[id] - share
        yield Share(by_id[id], share, not left[id])
        if not left[id]:
            del left[id]


def check_start(start: date | str, today: date | str | None) -> date:
    """Return the first day as a date. Raises ValueError if it is none, or before today."""
    first, now = _date("start", start), _date("today", today) if today is not None else None
    if now and first < now:
        raise ValueError(f"the plan cannot start on {first}, which is past; give a start from {now} on")
    return first


def _date(name: str, given: date | str) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(given)
    except ValueError:
        raise ValueError(f"{name} must be a date such as 2027-01-04; came {given!r}") from None


def check_days(days: str | Iterable[str]) -> set[int]:
    """Return the numbers of the weekdays, Monday 0. Raises ValueError for a day that is none, or no day at all."""
    names = [name.strip().lower() for name in (days.split(",") if isinstance(days, str) else days) if name.strip()]
    unknown = [name for name in names if name not in DAYS]
    if unknown or not names:
        came = f"{unknown[0]!r}" if unknown else "none"
        raise ValueError(f"days must be some of {', '.join(DAYS)}; came {came}")
    return {DAYS.index(name) for name in names}


def _cells(session: Session) -> tuple[str, ...]:
    new = ", ".join(str(share) for share in session.new)
    quiz = f"{session.quiz} min" if session.quiz else ""
    return (_day(session.date), ", ".join(topic.title for topic in session.recall), new, quiz)


def _day(day: date) -> str:
    """Mon 2027-01-04, in English wherever the computer stands."""
    return f"{DAYS[day.weekday()].title()} {day}"
