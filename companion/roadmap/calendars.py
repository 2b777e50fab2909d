"""A plan as an .ics file, which every calendar imports."""

import hashlib
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from companion.roadmap.planner import Plan, Session

EVENING = time(19, 0)


def to_ics(plan: Plan, at: time = EVENING) -> bytes:
    """Return the plan as iCalendar (RFC 5545): one event a session, at the hour `at` of wherever the reader is.

    The same plan gives the same bytes: what the format wants as a time of writing is the plan's first day.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gradients by Hand//road map//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Gradients by Hand")
    written = datetime.combine(plan.sessions[0].date, time(), UTC)
    for session in plan.sessions:
        calendar.add_component(_event(session, at, written))
    return calendar.to_ical()


def _event(session: Session, at: time, written: datetime) -> Event:
    begin = datetime.combine(session.date, at)  # without a zone: the hour on the reader's own clock
    text = describe(session)
    event = Event()
    event.add("uid", hashlib.sha256(f"{begin}{text}".encode()).hexdigest()[:16] + "@gradients-by-hand")
    event.add("dtstamp", written)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=session.minutes))
    event.add("summary", f"Gradients by Hand: {_title(session)}")
    event.add("description", text)
    return event


def describe(session: Session) -> str:
    """Return what to do in a session, a line for each step."""
    lines = [f"Recall, 1 min: {topic.title} ({topic.chinese}); {topic.where}" for topic in session.recall]
    lines += [f"New: {share}; {share.topic.where}" for share in session.new]
    if session.quiz:
        titles = ", ".join(share.topic.title for share in session.new)
        lines.append(f"Quiz, {session.quiz} min: close the book and write down what you know of {titles}")
    return "\n".join(lines)


def _title(session: Session) -> str:
    return ", ".join(share.topic.title for share in session.new) or f"recall {len(session.recall)} topics"
