"""The road map of chapter 09: what rests on what, what you know of it, and a plan to the rest.

from companion import roadmap

roadmap.concept_map()                                   # the map, to walk through and to mark
roadmap.self_assessment()                               # 25 questions that colour the map
roadmap.plan("derivative", "sweep", start="2027-01-04")  # a plan with dates; to_ics makes a calendar of it
"""

from companion.roadmap.assessment import self_assessment
from companion.roadmap.calendars import to_ics
from companion.roadmap.graph import Roadmap, Topic, load
from companion.roadmap.page import concept_map
from companion.roadmap.planner import Plan, plan, split

__all__ = ["Plan", "Roadmap", "Topic", "concept_map", "load", "plan", "self_assessment", "split", "to_ics"]
