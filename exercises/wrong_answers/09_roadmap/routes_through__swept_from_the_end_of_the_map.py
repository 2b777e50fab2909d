"""You started the sweep at the last topic of the map; it starts at the goal."""


def routes_through(needs, start, goal):
    own, total = {}, {}
    for topic, below in needs.items():
        own[topic] = Value(1.0 if topic == start else 0.0)
        total[topic] = sum((total[need] for need in below), own[topic])
    total[list(needs)[-1]].backward()
    return {topic: total[topic].data * own[topic].grad for topic in needs}
