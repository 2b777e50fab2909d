"""You followed every route by hand; one backward() counts them without following any."""


def routes_through(needs, start, goal):
    counts, waiting = dict.fromkeys(needs, 0), [[goal]]
    while waiting:
        route = waiting.pop()
        if route[-1] == start:
            for topic in route:
                counts[topic] += 1
        waiting += [[*route, need] for need in needs[route[-1]]]
    return counts
