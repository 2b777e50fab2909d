"""You built the total of a topic anew wherever it is needed, once for every route."""


def routes_through(needs, start, goal):
    own = {topic: Value(1.0 if topic == start else 0.0) for topic in needs}

    def total(topic):
        return sum((total(need) for need in needs[topic]), own[topic])

    totals = {topic: total(topic) for topic in needs}
    totals[goal].backward()
    return {topic: totals[topic].data * own[topic].grad for topic in needs}
