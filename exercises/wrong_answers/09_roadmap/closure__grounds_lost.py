"""You asked whether a topic needs something (line J); the topics that need nothing are lost, and the others are done anew on each route."""


def closure(needs, goals):
    found, waiting = set(), list(goals)
    while waiting:
        topic = waiting.pop()
        if needs[topic]:
            found.add(topic)
            waiting += needs[topic]
    return found
