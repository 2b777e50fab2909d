"""You left out the topics on no route; their number is 0."""


def routes_through(needs, start, goal):
    own, total = {}, {}
    for topic, below in needs.items():
        own[topic] = Value(1.0 if topic == start else 0.0)
        total[topic] = sum((total[need] for need in below), own[topic])
    total[goal].backward()
    return {topic: total[topic].data * own[topic].grad for topic in needs if total[topic].data * own[topic].grad}
