"""The road map as data, and the planner: what it refuses, and the laws of every plan."""

import re
from datetime import date, timedelta

import icalendar
import nbformat
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from companion import roadmap
from companion.paths import PACKAGE_DATA
from companion.roadmap.__main__ import main
from companion.roadmap.assessment import read
from companion.roadmap.graph import parse
from companion.roadmap.planner import DAYS, INTERVALS, split

BOOK = roadmap.load()
IDS = [topic.id for topic in BOOK.topics]
MONDAY = "2027-01-04"


def data(**needs: list[str]) -> dict[str, object]:
    """A small road map: one area, a topic for each keyword, with what it needs."""
    rows = [
        {"id": id, "title": id.title(), "chinese": "题", "area": "a", "chapter": "01", "needs": list(n), "minutes": 10}
        for id, n in needs.items()
    ]
    return {"areas": [{"id": "a", "title": "A", "chinese": "甲", "word": "w"}], "topics": rows, "later": []}


def changed(which: str, **values: object) -> dict[str, object]:
    small = data(x=[], y=["x"])
    next(row for row in small["topics"] if row["id"] == which).update(values)
    return small


# ------------------------------------------------------------------------------------------------------------ the map


def test_every_topic_is_taught_under_a_heading_that_exists():
    lost = []
    for topic in BOOK.topics:
        path = PACKAGE_DATA.parent / f"{topic.notebook}.ipynb"
        cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        if topic.heading not in re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE):
            lost.append(f"{topic.id}: {topic.notebook} has no heading {topic.heading!r}")
        if not topic.notebook.startswith(topic.chapter):
            lost.append(f"{topic.id}: {topic.notebook} is not of chapter {topic.chapter}")
    assert lost == []


def test_the_numbers_in_the_prose_of_chapter_09_are_those_of_the_map():
    routes = dict.fromkeys(IDS, 0) | {"hidden-layer": 1}
    for topic in reversed(BOOK.topics):
        for need in topic.needs:
            routes[need] += routes[topic.id]
    anew = sum(routes[id] * BOOK[id].minutes for id in IDS)
    once = sum(BOOK[id].minutes for id in BOOK.closure(["hidden-layer"]))
    cells = nbformat.read(PACKAGE_DATA.parent / "09_roadmap.ipynb", as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert f"lists {len(IDS)} topics" in text
    assert f"{anew // 60} hours or {once // 60}." in text
    assert f"{routes['tensor']} for *tensor*" in text


def test_no_topic_needs_one_of_a_later_chapter():
    assert [(t.id, n) for t in BOOK.topics for n in t.needs if BOOK[n].chapter > t.chapter] == []


def test_topics_come_after_what_they_need():
    place = {id: i for i, id in enumerate(IDS)}
    assert all(place[need] < place[topic.id] for topic in BOOK.topics for need in topic.needs)


def test_the_learning_order_goes_chapter_by_chapter():
    assert [topic.chapter for topic in BOOK.topics] == sorted(topic.chapter for topic in BOOK.topics)


def test_every_chapter_from_01_to_08_has_topics():
    assert sorted({topic.chapter for topic in BOOK.topics}) == [f"0{n}" for n in range(1, 9)]


def test_no_arrow_is_drawn_that_a_longer_way_already_says():
    spare = [(t.id, n) for t in BOOK.topics for n in t.needs if n in BOOK.closure([m for m in t.needs if m != n])]
    assert spare == []


def test_a_circle_is_refused_with_its_topics():
    with pytest.raises(ValueError, match=r"goes in a circle: .*x.*→.*y.*→") as caught:
        parse(data(x=["z"], y=["x"], z=["y"]))
    assert "\n" not in str(caught.value)


def test_a_missing_prerequisite_is_refused_and_the_nearest_named():
    with pytest.raises(ValueError, match="'z' needs 'chain-role', which is missing; the nearest: chain_rule"):
        parse(data(chain_rule=[], z=["chain-role"]))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"topics": []}, "must have exactly areas, topics and later"),
        (changed("y", minutes=0), "topic 'y': minutes must be a whole number from 1 on; came 0"),
        (changed("y", minutes=True), "came True"),
        (changed("y", area="b"), "there is no area 'b'"),
        (changed("y", id="x"), "the id 'x' is used twice"),
        (changed("y", hint="h"), "topics: 'y' has unknown keys: hint"),
        (changed("y", needs="x"), "needs must be a list of ids; came 'x'"),
        ({**data(x=[]), "topics": [{"id": "x"}]}, "topics: 'x' lacks area, chapter, chinese, minutes, needs, title"),
        ({**data(x=[]), "later": [{"id": "x", "title": "t", "chinese": "c", "needs": [], "adds": "a"}]}, "used twice"),
        (
            {**data(x=[]), "later": [{"id": "l", "title": "t", "chinese": "c", "needs": ["q"], "adds": "a"}]},
            "'l' needs 'q'",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_in_one_line(wrong, says):
    with pytest.raises(ValueError, match=says) as caught:
        parse(wrong)
    assert "\n" not in str(caught.value)


def test_a_topic_is_found_by_id_title_chinese_and_chapter():
    assert BOOK.find("chain-rule, CHAIN RULE: paths add ,链式法则") == ("chain-rule",)
    assert set(BOOK.find("chapter 05")) == {t.id for t in BOOK.topics if t.chapter == "05"} == set(BOOK.find("05"))
    assert BOOK.find("all") == tuple(IDS)
    assert "classifier" in BOOK.find("bert-gpt")


def test_an_unknown_topic_names_the_nearest():
    with pytest.raises(ValueError, match="no topic 'jacobain'; the nearest: jacobian"):
        BOOK.find("jacobain")


def test_the_assessment_has_25_questions_of_every_area_with_one_right_option():
    questions, about = read(BOOK)
    assert len(questions) == 25
    assert {BOOK[id].area for ids in about.values() for id in ids} == {area.id for area in BOOK.areas}
    assert [q.id for q in questions if sum(option.correct for option in q.options) != 1] == []


def test_the_place_of_an_option_gives_nothing_away():
    places = [next(i for i, o in enumerate(q.options) if o.correct) for q in read(BOOK)[0]]
    assert max(places.count(place) for place in places) <= len(places) / 2


def test_the_map_says_in_words_what_it_draws():
    shown = roadmap.concept_map(to="sweep", known="rules")
    assert "✓ Differentiation rules (求导法则), chapter 04, 15 min; needs Derivative" in shown.text
    assert "(✓) Derivative" in shown.text
    assert "Jacobian" not in shown.text


# --------------------------------------------------------------------------------------------------------- the planner


def test_fifteen_minutes_are_five_seven_and_three():
    assert split(15) == (5, 7, 3)
    assert all(sum(split(minutes)) == minutes and min(split(minutes)) >= 1 for minutes in range(5, 241))


plans = st.fixed_dictionaries(
    {
        "known": st.lists(st.sampled_from(IDS), max_size=4),
        "to": st.lists(st.sampled_from(IDS), min_size=1, max_size=3),
        "minutes": st.integers(5, 90),
        "days": st.sets(st.sampled_from(DAYS), min_size=1),
        "start": st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    }
)


@given(plans)
@settings(max_examples=60, deadline=None)
def test_every_plan_keeps_order_minutes_days_and_intervals(wishes):
    known, goals = BOOK.closure(wishes["known"]), BOOK.closure(wishes["to"])
    if goals <= known:
        with pytest.raises(ValueError, match="nothing to plan"):
            roadmap.plan(**wishes, roadmap=BOOK)
        return
    done, spent, recalled = set(known), dict.fromkeys(goals - known, 0), {}
    before = wishes["start"] - timedelta(1)
    for session in roadmap.plan(**wishes, roadmap=BOOK).sessions:
        assert session.date > before
        assert DAYS[session.date.weekday()] in wishes["days"]
        assert 1 <= session.minutes <= wishes["minutes"]
        assert len(session.recall) == len(set(session.recall))
        for topic in session.recall:
            last, count = recalled[topic.id]
            assert (session.date - last).days >= INTERVALS[count]
            recalled[topic.id] = (session.date, count + 1)
        for share in session.new:
            assert done.issuperset(share.topic.needs), "a topic comes before its prerequisites"
            spent[share.topic.id] += share.minutes
            if share.done:
                done.add(share.topic.id)
                recalled[share.topic.id] = (session.date, 0)
        before = session.date
    assert spent == {id: BOOK[id].minutes for id in goals - known}
    assert {count for _, count in recalled.values()} == {len(INTERVALS)}


def test_a_topic_is_recalled_after_1_then_3_7_and_21_days():
    small = parse(data(x=[]))
    made = roadmap.plan(to="x", start=MONDAY, roadmap=small)
    assert [(s.date - made.sessions[0].date).days for s in made.sessions] == [0, 1, 4, 11, 32]


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"minutes": 0}, "a session needs 5 to 240 minutes; came 0"),
        ({"minutes": 1000}, "came 1000"),
        (
            {"start": "2020-01-01", "today": "2027-01-01"},
            "cannot start on 2020-01-01, which is past; .* from 2027-01-01",
        ),
        ({"start": "tomorrow"}, "start must be a date such as 2027-01-04; came 'tomorrow'"),
        ({"days": "mon, someday"}, "days must be some of mon, .*; came 'someday'"),
        ({"days": ""}, "days must be .*; came none"),
        ({"to": ""}, "the plan needs a goal"),
        ({"to": "chian-rule"}, "no topic 'chian-rule'; the nearest: chain-rule"),
        ({"known": "sweep"}, "nothing to plan: what you know holds sweep already"),
    ],
)
def test_bad_wishes_are_answered_in_one_line(wishes, says):
    with pytest.raises(ValueError, match=says) as caught:
        roadmap.plan(**{"to": "sweep", "start": MONDAY, **wishes})
    assert "\n" not in str(caught.value)


def test_the_table_is_cut_after_ten_sessions_and_says_so():
    text = repr(roadmap.plan(to="sweep", start=MONDAY))
    assert len(re.findall(r"2027-\d\d-\d\d +\|", text)) == 10
    assert re.search(r"… and \d+ sessions more", text)


def test_a_calendar_library_reads_back_every_session():
    made = roadmap.plan("derivative", "sweep", start=MONDAY, days="mon,wed")
    events = list(icalendar.Calendar.from_ical(roadmap.to_ics(made)).walk("VEVENT"))
    assert [event.decoded("dtstart").date() for event in events] == [session.date for session in made.sessions]
    lengths = [event.decoded("dtend") - event.decoded("dtstart") for event in events]
    assert lengths == [timedelta(minutes=session.minutes) for session in made.sessions]
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert "Ten rules replace the limit" in str(events[0]["description"])
    assert all("dtstamp" in event for event in events)


def test_the_same_plan_gives_the_same_calendar():
    wishes = {"known": "derivative", "to": "sweep", "start": MONDAY}
    assert roadmap.to_ics(roadmap.plan(**wishes)) == roadmap.to_ics(roadmap.plan(**wishes))


def test_the_command_prints_a_table_and_writes_a_calendar(tmp_path):
    path = tmp_path / "plan.ics"
    command = [
        "plan",
        "--from",
        "derivative",
        "--to",
        "sweep",
        "--start",
        "2999-01-04",
        "--at",
        "07:30",
        "--ics",
        str(path),
    ]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert "| Fri 2999-01-04 |" in result.output
    event = next(iter(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")))
    assert event.decoded("dtstart").isoformat() == "2999-01-04T07:30:00"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--to", "swep"], "the nearest: sweep"),
        (["--to", "sweep", "--minutes", "0"], "needs 5 to 240 minutes; came 0"),
        (["--to", "sweep", "--start", "2020-01-01"], "which is past; give a start from"),
        (["--to", "sweep", "--at", "noon"], "--at wants an hour such as 19:00; came 'noon'"),
        (["--to", "sweep", "--ics", "no/such/folder/p.ics"], "cannot write"),
    ],
)
def test_the_command_refuses_in_one_line_without_a_traceback(options, says):
    result = CliRunner().invoke(main, ["plan", *options])
    assert result.exit_code == 1
    error = [line for line in result.output.splitlines() if line.startswith("Error: ")]
    assert len(error) == 1
    assert says in error[0]
