"""You gave every topic an own number of 1, so routes begin anywhere."""


def routes_through(needs, start, goal):
    own, total = {}, {}
    for topic, below in needs.items():
        own[topic] = Value(1.0)
        total[topic] = sum((total[need] for need in below), own[topic])
    total[goal].backward()
    return {topic: total[topic].data * own[topic].grad for topic in needs}
