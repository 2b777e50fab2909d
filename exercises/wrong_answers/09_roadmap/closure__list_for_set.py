"""You returned a list of the topics; a set was asked, which has no order and holds each topic once."""


def closure(needs, goals):
    found, waiting = set(), list(goals)
    while waiting:
        topic = waiting.pop()
        if topic not in found:
            found.add(topic)
            waiting += needs[topic]
    return sorted(found)
