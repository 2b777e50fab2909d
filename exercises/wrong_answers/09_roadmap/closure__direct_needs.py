"""You took what the goals need directly; what these need belongs to it as well."""


def closure(needs, goals):
    found = set(goals)
    for goal in goals:
        found.update(needs[goal])
    return found
