"""You gave the routes from the start to each topic; the routes on to the goal are the other factor."""


def routes_through(needs, start, goal):
    own, total = {}, {}
    for topic, below in needs.items():
        own[topic] = Value(1.0 if topic == start else 0.0)
        total[topic] = sum((total[need] for need in below), own[topic])
    total[goal].backward()
    return {topic: total[topic].data for topic in needs}
