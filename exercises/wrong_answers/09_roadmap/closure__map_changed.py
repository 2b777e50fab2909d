"""You let the waiting list be a list of the map, and filled it."""


def closure(needs, goals):
    found = set(goals)
    for goal in goals:
        waiting = needs[goal]
        while waiting:
            topic = waiting.pop()
            if topic not in found:
                found.add(topic)
                waiting += needs[topic]
    return found
