"""You named all topics that are left; those that only rest on the circle do not stand in it."""


def learning_order(needs):
    order, open_needs, above = [], {}, {topic: [] for topic in needs}
    for topic, below in needs.items():
        open_needs[topic] = set(below)
        for need in open_needs[topic]:
            above[need].append(topic)
    ready = [topic for topic in needs if not open_needs[topic]]
    while ready:
        topic = ready.pop()
        order.append(topic)
        for other in above[topic]:
            open_needs[other].remove(topic)
            if not open_needs[other]:
                ready.append(other)
    if len(order) == len(needs):
        return order, []
    return [], [topic for topic in needs if open_needs[topic]]
