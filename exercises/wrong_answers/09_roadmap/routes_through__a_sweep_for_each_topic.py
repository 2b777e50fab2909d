"""You ran one sweep for each topic; one sweep gives all derivatives at once."""


def routes_through(needs, start, goal):
    counts = {}
    for through in needs:
        own, total = {}, {}
        for topic, below in needs.items():
            own[topic] = Value(1.0 if topic == start else 0.0)
            total[topic] = sum((total[need] for need in below), own[topic])
        total[goal].backward()
        counts[through] = total[through].data * own[through].grad
    return counts
