"""You crossed off the needs in the map itself, which belongs to the caller."""


def learning_order(needs):
    order, open_needs, above = [], {}, {topic: [] for topic in needs}
    for topic, below in needs.items():
        open_needs[topic] = below
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
    walk = [next(topic for topic in needs if open_needs[topic])]
    while True:  # every topic that is left needs another that is left
        topic = next(iter(open_needs[walk[-1]]))
        if topic in walk:
            return [], walk[walk.index(topic) :]
        walk.append(topic)
