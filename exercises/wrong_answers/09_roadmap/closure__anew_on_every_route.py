"""You did not ask whether a topic was found before, so each is done once for every route."""


def closure(needs, goals):
    found, waiting = set(), list(goals)
    while waiting:
        topic = waiting.pop()
        found.add(topic)
        waiting += needs[topic]
    return found
