"""You gave the routes from each topic to the goal; the routes from the start to it are the other factor."""


def routes_through(needs, start, goal):
    own, total = {}, {}
    for topic, below in needs.items():
        own[topic] = Value(1.0 if topic == start else 0.0)
        total[topic] = sum((total[need] for need in below), own[topic])
    total[goal].backward()
    return {topic: own[topic].grad for topic in needs}
