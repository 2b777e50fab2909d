"""You let the function call itself; on a deep map Python's recursion ends."""


def closure(needs, goals):
    found = set()

    def visit(topic):
        if topic not in found:
            found.add(topic)
            for need in needs[topic]:
                visit(need)

    for goal in goals:
        visit(goal)
    return found
