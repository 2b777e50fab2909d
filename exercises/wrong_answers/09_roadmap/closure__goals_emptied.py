"""You took the caller's list itself for the waiting one (line E), and emptied it."""


def closure(needs, goals):
    found, waiting = set(), goals
    while waiting:
        topic = waiting.pop()
        if topic not in found:
            found.add(topic)
            waiting += needs[topic]
    return found
