"""You replaced the list of what waits (line D); the topics that waited are lost."""


def closure(needs, goals):
    found, waiting = set(), list(goals)
    while waiting:
        topic = waiting.pop()
        if topic not in found:
            found.add(topic)
            waiting = list(needs[topic])
    return found
